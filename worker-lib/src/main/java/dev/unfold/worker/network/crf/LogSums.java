package dev.unfold.worker.network.crf;

import java.util.Arrays;

/**
 * Sums in log space, with an exponential for each pair of tags: for scores so different that scaled
 * numbers would underflow.
 */
final class LogSums implements PathSums {
  private final Transitions transitions;
  private final int tags;
  private final double[] exponents;
  private double[] scores = new double[0];
  private int steps;
  private double[] alpha = new double[0];
  private double[] beta = new double[0];
  private double logNormalizer;

  LogSums(Transitions transitions) {
    this.transitions = transitions;
    tags = transitions.tags();
    exponents = new double[tags];
  }

  @Override
  public double forward(double[] values, int count) {
    scores = values;
    steps = count;
    alpha = Arrays.copyOf(alpha, Math.max(alpha.length, steps * tags));
    beta = Arrays.copyOf(beta, alpha.length);
    for (int at = 0; at < steps * tags; at++) {
      int j = at % tags;
      int before = at - j - tags;
      for (int i = 0; i < tags && before >= 0; i++) {
        exponents[i] = alpha[before + i] + transitions.score(i, j);
      }
      alpha[at] = scores[at] + (before < 0 ? transitions.start(j) : logSum(exponents));
    }
    for (int j = 0; j < tags; j++) {
      exponents[j] = alpha[(steps - 1) * tags + j] + transitions.end(j);
    }
    logNormalizer = logSum(exponents);
    return logNormalizer;
  }

  private static double logSum(double[] exponents) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double exponent : exponents) {
      largest = Math.max(largest, exponent);
    }
    double sum = 0;
    for (int i = 0; i < exponents.length && largest > Double.NEGATIVE_INFINITY; i++) {
      sum += StrictMath.exp(exponents[i] - largest);
    }
    return largest + StrictMath.log(sum);
  }

  @Override
  public void backward(double[] probabilities) {
    for (int at = steps * tags - 1; at >= 0; at--) {
      int i = at % tags;
      int after = at - i + tags;
      for (int j = 0; j < tags && after < steps * tags; j++) {
        exponents[j] = transitions.score(i, j) + scores[after + j] + beta[after + j];
      }
      beta[at] = after == steps * tags ? transitions.end(i) : logSum(exponents);
      probabilities[at] = StrictMath.exp(alpha[at] + beta[at] - logNormalizer);
    }
  }

  @Override
  public void count(TransitionCounts counts, double scale) {
    for (int first = tags; first < steps * tags; first += tags) {
      for (int i = 0; i < tags; i++) {
        for (int j = 0; j < tags; j++) {
          double exponent = alpha[first - tags + i] + transitions.score(i, j);
          exponent += scores[first + j] + beta[first + j] - logNormalizer;
          counts.addPair(i, j, scale * StrictMath.exp(exponent));
        }
      }
    }
  }
}
