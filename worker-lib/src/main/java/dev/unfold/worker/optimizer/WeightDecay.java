package dev.unfold.worker.optimizer;

import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.parameters.VectorSpans;
import dev.unfold.worker.settings.training.OptimizerSettings;

/**
 * Decoupled weight decay (Loshchilov and Hutter 2019, "Decoupled weight decay regularization",
 * arXiv 1711.05101), with the learning rate η of an update as in PyTorch's AdamW:
 *
 * <pre>
 *   θ ← (1 - η λ) θ, before the update is subtracted
 * </pre>
 *
 * <p>It does not pass through the chain: neither clipping nor the moments of the optimizer see it.
 *
 * @param lambda λ
 * @param decayed the elements that decay
 */
record WeightDecay(double lambda, VectorSpans decayed) {
  static WeightDecay of(OptimizerSettings settings, ParameterLayout layout) {
    return new WeightDecay(
        settings.weightDecay(),
        VectorSpans.of(layout, tensor -> settings.decayBiases() || !tensor.bias()));
  }

  /**
   * Decays the parameters of a block.
   *
   * @param theta the parameters of the block, in place
   * @param rate η
   */
  void decayInPlace(SpanBlock block, float[] theta, double rate) {
    if (lambda == 0) {
      return;
    }
    float keep = (float) (1 - rate * lambda);
    block.forEach(
        (offset, place, count) ->
            decayed.forEachIn(
                offset,
                offset + count,
                (from, packed, part) -> scaleInPlace(theta, place + from - offset, keep, part)));
  }

  private static void scaleInPlace(float[] values, int from, float factor, int count) {
    for (int i = from; i < from + count; i++) {
      values[i] *= factor;
    }
  }
}
