package dev.unfold.worker.network.output;

import dev.unfold.worker.tensor.Elementwise;

/**
 * The distribution over classes that the output of a head for classes defines: {@code p(c) =
 * exp(logit(c)) / Σ exp(logit)}. Scorers, generators, samplers and predictors all decide by it.
 */
public final class Categorical {
  private Categorical() {}

  /** Returns the most probable class; the first of equally probable classes. */
  public static int mode(float[] logits) {
    return Elementwise.indexOfLargest(logits);
  }

  /**
   * Returns ln Σ exp(logit) in double precision, which is subtracted from a logit to get a
   * log-probability.
   */
  public static double logNormalizer(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += StrictMath.exp(logit - largest);
    }
    return largest + StrictMath.log(sum);
  }

  /**
   * Returns the probability of a class.
   *
   * @param logNormalizer the normalizer of the logits
   */
  public static float probability(float logit, double logNormalizer) {
    return (float) StrictMath.exp(logit - logNormalizer);
  }

  /** Returns the probabilities of all classes, [C]. */
  public static float[] probabilities(float[] logits) {
    double logNormalizer = logNormalizer(logits);
    float[] probabilities = new float[logits.length];
    for (int c = 0; c < probabilities.length; c++) {
      probabilities[c] = probability(logits[c], logNormalizer);
    }
    return probabilities;
  }
}
