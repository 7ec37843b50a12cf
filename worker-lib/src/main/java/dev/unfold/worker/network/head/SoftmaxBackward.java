package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlocks;

/**
 * The fused forward and backward of softmax and cross-entropy: the gradient of a logit is
 * (probability - 1 at the target) / targets of the chunk.
 */
public final class SoftmaxBackward {
  private final SoftmaxForward forward;
  private final Gemm gemm;
  private final Matrix weightGradient;
  private final Matrix biasGradient;
  private final Matrix featureGradient;
  private final RowBlocks featureGradientBlocks;

  SoftmaxBackward(Softmax softmax, SoftmaxForward forward, PassMemory memory, Matrix gradient) {
    this.forward = forward;
    gemm = memory.gemm();
    weightGradient = softmax.weight().in(gradient);
    biasGradient = softmax.bias().in(gradient);
    featureGradient = memory.workspace().matrix(memory.positions(), weightGradient.rows());
    featureGradientBlocks = new RowBlocks(featureGradient, forward.features().from(1));
  }

  /**
   * Loss, gradients of weight and bias, and the gradient of the features.
   *
   * @return the sum of the losses of the chunk's unmasked targets, in nats
   */
  public double lossAndGradients(Chunk chunk) {
    int positions = chunk.steps() * chunk.batch();
    RowBlocks features = forward.features();
    forward.row().clearBiasGradient();
    double loss = 0;
    for (int block = 0; block < features.count(positions); block++) {
      Operand logits = forward.logits(block, positions);
      loss += toGradient(logits.matrix(), features.from(block), chunk);
      logits.refresh();
      gemm.multiplyTnInto(features.block(block, positions), logits, weightGradient, block > 0);
      gemm.multiplyNtInto(
          logits, forward.weight(), featureGradientBlocks.block(block, positions).matrix());
    }
    forward.row().putBiasGradient(biasGradient);
    return loss;
  }

  /** Replaces logits by their gradient. */
  private double toGradient(Matrix logits, int firstPosition, Chunk chunk) {
    SoftmaxRow row = forward.row();
    double loss = 0;
    for (int i = 0; i < logits.rows(); i++) {
      int target = chunk.targets()[firstPosition + i];
      if (target == Chunk.NO_TARGET) {
        row.storeZeros(logits, i);
      } else {
        loss += row.load(logits, i, target);
        row.storeGradient(logits, i, target, 1.0 / chunk.targetCount());
      }
    }
    return loss;
  }

  /** The gradient of the features, [T * B, H]. */
  public Matrix featureGradient() {
    return featureGradient;
  }
}
