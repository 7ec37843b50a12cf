package dev.unfold.worker.network.head;

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

  /** Returns ln Σ exp(logit), which is subtracted from a logit to get a log-probability. */
  public static double logNormalizer(float[] logits) {
    return LogSumExp.of(logits);
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
