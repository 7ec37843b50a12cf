package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/**
 * The fused forward and backward of softmax and cross-entropy: the gradient of a logit is
 * (probability - 1 at the target) / targets of the chunk.
 */
public final class SoftmaxBackward {
  private final SoftmaxForward forward;
  private final Gemm gemm;
  private final Matrix weight;
  private final Matrix weightGradient;
  private final Matrix biasGradient;
  private final Matrix featureGradient;
  private final float[] biasSum;
  private final float[] zeros;

  SoftmaxBackward(Softmax softmax, SoftmaxForward forward, PassMemory memory, Matrix gradient) {
    this.forward = forward;
    gemm = memory.gemm();
    weight = softmax.weight().in(memory.parameters());
    weightGradient = softmax.weight().in(gradient);
    biasGradient = softmax.bias().in(gradient);
    featureGradient = memory.workspace().matrix(memory.positions(), weight.rows());
    biasSum = new float[weight.columns()];
    zeros = new float[weight.columns()];
  }

  /**
   * Loss, gradients of weight and bias, and the gradient of the features.
   *
   * @param features [T * B, H]
   * @return the sum of the losses of the chunk's unmasked targets, in nats
   */
  public double lossAndGradients(Matrix features, Chunk chunk) {
    double loss = 0;
    Arrays.fill(biasSum, 0f);
    for (int from = 0; from < features.rows(); from += forward.blockRows()) {
      Matrix block = forward.logits(features, from);
      for (int i = 0; i < block.rows(); i++) {
        loss += rowGradient(block, i, chunk.targets()[from + i], chunk.targetCount());
      }
      Matrix rows = features.rows(from, block.rows());
      gemm.multiplyTnInto(rows, block, weightGradient, from > 0);
      gemm.multiplyNtInto(block, weight, featureGradient.rows(from, block.rows()));
    }
    biasGradient.put(0, biasSum, biasSum.length);
    return loss;
  }

  /** The gradient of the features, [T * B, H]. */
  public Matrix featureGradient(Chunk chunk) {
    return featureGradient.rows(0, chunk.steps() * chunk.batch());
  }

  /** Replaces a row of logits by their gradient. */
  private double rowGradient(Matrix block, int index, int target, int targetCount) {
    int n = biasSum.length;
    if (target == Chunk.NO_TARGET) {
      block.put(index * n, zeros, n);
      return 0;
    }
    double loss = forward.exponentials(block, index, target);
    float[] gradient = forward.row();
    Elementwise.scaleInPlace(gradient, (float) (1 / (forward.normalizer() * targetCount)), n);
    gradient[target] -= 1f / targetCount;
    Elementwise.addInPlace(biasSum, gradient, n);
    block.put(index * n, gradient, n);
    return loss;
  }
}
