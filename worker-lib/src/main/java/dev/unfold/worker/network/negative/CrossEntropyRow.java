package dev.unfold.worker.network.negative;

import dev.unfold.worker.tensor.Elementwise;

/** Softmax and cross-entropy of one target among itself and the negatives. */
final class CrossEntropyRow extends NegativesRow {
  private double ofNegatives;
  private double normalizer;

  CrossEntropyRow(int capacity) {
    super(capacity);
  }

  @Override
  double loss(float[] scores, double target, int same) {
    if (same >= 0) {
      scores[same] = Float.NEGATIVE_INFINITY;
    }
    float shift = (float) Math.max(largest(scores), target);
    Elementwise.expInPlace(scores, shift, count());
    if (same >= 0) {
      scores[same] = 0;
    }
    ofNegatives = sum(scores);
    normalizer = ofNegatives + StrictMath.exp(target - shift);
    return StrictMath.log(normalizer) + (shift - target);
  }

  /** The gradients are the probabilities, less 1 for the target. */
  @Override
  double gradientInto(float[] gradient, double scale) {
    Elementwise.scaleInPlace(gradient, (float) (scale / normalizer), count());
    return -scale * (ofNegatives / normalizer);
  }
}
