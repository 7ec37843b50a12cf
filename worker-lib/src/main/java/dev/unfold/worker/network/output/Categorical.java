package dev.unfold.worker.network.output;

import dev.unfold.worker.tensor.Elementwise;
import java.util.Arrays;

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

  /**
   * Returns the logarithms of the odds of all classes, ln p / (1 - p) = logit(c) - ln Σ exp(logit)
   * over the other classes, [C]. They are in the order of the probabilities and stay distinct where
   * these are rounded to 0 or 1. Classes of equal probability have the same bits. If a logit is not
   * a number, none of the odds is one.
   */
  public static float[] logOdds(float[] logits) {
    int mode = mode(logits);
    float[] others = logits.clone();
    others[mode] = Float.NEGATIVE_INFINITY;
    double[] ratios = new double[logits.length]; // of the probabilities to that of the mode
    double sum = 0; // of these, without the mode
    for (int c = 0; c < ratios.length; c++) {
      ratios[c] = StrictMath.exp(others[c] - (double) logits[mode]);
      sum += ratios[c];
    }
    float[] odds = new float[logits.length];
    if (Double.isNaN(sum)) {
      Arrays.fill(odds, Float.NaN);
      return odds;
    }
    for (int c = 0; c < odds.length; c++) {
      double rest = Math.max(0, sum - ratios[c]);
      odds[c] = (float) (logits[c] - (double) logits[mode] - StrictMath.log1p(rest));
    }
    odds[mode] =
        (float)
            (sum >= Double.MIN_NORMAL
                ? 0.0 - StrictMath.log(sum) // not -0 if the sum is 1
                : logOdds(logits[mode], others));
    return odds;
  }

  private static double logOdds(float logit, float[] others) {
    boolean certain = others[mode(others)] == Float.NEGATIVE_INFINITY;
    return certain ? Double.POSITIVE_INFINITY : logit - logNormalizer(others);
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
