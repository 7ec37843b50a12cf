package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.PreparedTransposedProduct;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * The fused forward and backward of softmax and cross-entropy: the gradient of a logit is
 * (probability - 1 at the target) times the weight of the row's loss.
 */
final class ClassifierBackward {
  private final ClassifierForward forward;
  private final double smoothing;
  private final Gemm gemm;
  private final boolean transposed;
  private final Matrix weightGradient;
  private final Optional<Matrix> biasGradient;
  private final Matrix featureGradient;
  private final RowBlockViews featureGradientBlocks;
  private final PreparedTransposedProduct weightProduct;

  /** Creates the backward half of a classifier without label smoothing. */
  ClassifierBackward(ClassifierForward forward, Matrix gradient) {
    this(forward, gradient, 0);
  }

  /**
   * @param gradient the flat gradient vector
   * @param smoothing ε, the share of a target's probability that is spread over all classes
   */
  ClassifierBackward(ClassifierForward forward, Matrix gradient, double smoothing) {
    this.forward = forward;
    this.smoothing = smoothing;
    Classifier classifier = forward.classifier();
    PassMemory memory = forward.memory();
    gemm = memory.gemm();
    transposed = classifier.transposed();
    weightGradient = classifier.weight().in(gradient);
    biasGradient = classifier.bias().map(bias -> bias.in(gradient));
    featureGradient = memory.workspace().matrix(forward.capacity(), classifier.width());
    int rows = forward.features().from(1);
    featureGradientBlocks = new RowBlockViews(featureGradient, rows);
    weightProduct =
        transposed || forward.gathered()
            ? gemm::multiplyTnInto
            : gemm.prepareTn(
                rows, weightGradient.rows(), weightGradient.columns(), memory.workspace());
  }

  /**
   * Computes the loss of the first rows and the gradients of weight, bias and features.
   *
   * @param targets the class of each row that {@link Chunk#hasLoss has a loss}
   * @param rows the number of rows, at least one
   * @param scale the weight of each row's weighted loss in the gradients
   * @param weights the weight of the loss of each row that has one
   * @return the sum of the weighted losses, in nats
   */
  double lossAndGradients(int[] targets, int rows, double scale, IntToDoubleFunction weights) {
    RowBlockViews features = forward.features();
    forward.row().clearBiasGradient();
    double loss = 0;
    for (int block = 0; block < features.count(rows); block++) {
      Operand logits = forward.logits(block, rows);
      loss += toGradient(logits.matrix(), targets, features.from(block), scale, weights);
      logits.refresh();
      multiply(features.block(block, rows), logits, block, rows);
    }
    if (biasGradient.isPresent()) {
      forward.row().putBiasGradient(biasGradient.get());
    }
    return loss;
  }

  /** Replaces logits by their gradient. */
  private double toGradient(
      Matrix logits, int[] targets, int firstRow, double scale, IntToDoubleFunction weights) {
    SoftmaxRow row = forward.row();
    double loss = 0;
    for (int i = 0; i < logits.rows(); i++) {
      int target = targets[firstRow + i];
      double weight = Chunk.hasLoss(target) ? weights.applyAsDouble(firstRow + i) : 0;
      if (weight > 0) {
        loss += weight * row.computeLoss(logits, i, target, smoothing);
        row.storeGradient(logits, i, target, weight * scale, smoothing);
      } else {
        row.storeZeros(logits, i);
      }
    }
    return loss;
  }

  private void multiply(Operand features, Operand logitGradient, int block, int rows) {
    boolean accumulate = block > 0;
    Matrix gradient = featureGradientBlocks.block(block, rows).matrix();
    if (transposed) {
      weightProduct.multiplyInto(logitGradient, features, weightGradient, accumulate);
      gemm.multiplyInto(logitGradient, forward.weight(), gradient);
    } else {
      weightProduct.multiplyInto(features, logitGradient, weightGradient, accumulate);
      gemm.multiplyNtInto(logitGradient, forward.weight(), gradient);
    }
  }

  /** Returns the gradient of the features, [rows, K]. */
  Matrix featureGradient() {
    return featureGradient;
  }
}
