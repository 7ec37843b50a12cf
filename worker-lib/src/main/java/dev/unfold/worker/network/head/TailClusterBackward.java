package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.gemm.Gemm;

/** The fused forward and backward halves of one cluster, over the rows that are gathered for it. */
final class TailClusterBackward {
  private final TailClusterForward forward;
  private final GatheredRows gathered;
  private final Gemm gemm;
  private final ClassifierBackward classifier;
  private final RowPrefixViews projectedGradient;
  private final Matrix projectionGradient;
  private final Matrix gatheredGradient;
  private final RowPrefixViews gatheredGradientRows;
  private final Matrix featureGradient;

  /**
   * @param gradient the flat gradient vector
   * @param featureGradient [T * B, H], added to
   */
  TailClusterBackward(TailClusterForward forward, Matrix gradient, Matrix featureGradient) {
    this.forward = forward;
    classifier = new ClassifierBackward(forward.classifier(), gradient);
    this.featureGradient = featureGradient;
    PassMemory memory = forward.memory();
    gathered = forward.gathered();
    gemm = memory.gemm();
    projectedGradient =
        new RowPrefixViews(gemm.operand(classifier.featureGradient(), memory.workspace()));
    projectionGradient = forward.cluster().projection().in(gradient);
    gatheredGradient = memory.workspace().matrix(gathered.capacity(), featureGradient.columns());
    gatheredGradientRows = new RowPrefixViews(gatheredGradient);
  }

  /**
   * Computes the loss and the gradients; the gradient of the features is added to that of the other
   * classes.
   *
   * @param scale the weight of each weighted loss in the gradients
   * @return the sum of the weighted losses
   */
  double lossAndGradients(Chunk chunk, double scale) {
    gathered.gather(chunk, forward.cluster());
    forward.project();
    int rows = gathered.size();
    double loss =
        classifier.lossAndGradients(
            gathered.targets(), rows, scale, row -> chunk.weight(gathered.position(row)));
    Operand gradients = projectedGradient.of(rows);
    gradients.refresh();
    gemm.multiplyTnInto(gathered.rows(), gradients, projectionGradient, false);
    gemm.multiplyNtInto(gradients, forward.projection(), gatheredGradientRows.of(rows).matrix());
    gathered.scatterAdd(gatheredGradient, featureGradient);
    return loss;
  }
}
