package dev.unfold.worker.network.crf;

/**
 * Sums of exponentials, whose sum at each step is scaled to 1 (Rabiner 1989). With G(i, j) =
 * exp(A(i, j) - max A) and q(t, j) = exp(e(t, j) - max e(t, ·)):
 *
 * <pre>
 * v(t, j)   = Σ v(t-1, i) G(i, j) q(t, j) / c(t)     over i, with Σ v(t, j) = 1
 * w(t, j)   = q(t, j) b(t, j) / c(t)
 * b(t-1, i) = Σ G(i, j) w(t, j)                      over j
 * p(t, j)   = v(t, j) b(t, j)
 * </pre>
 *
 * <p>While no c is tiny and no b is huge, what underflows is too small to count.
 */
final class ScaledSums implements PathSums {
  /** The smallest c and, inverted, the largest b. */
  private static final double LIMIT = 1e-50;

  private final Transitions transitions;
  private final int tags;
  private final double[] sums;
  private double[][] factors = new double[0][];
  private double[][] forward = new double[0][];
  private double[][] after = new double[0][];
  private int steps;
  private double ofEnds;
  private boolean exact;

  ScaledSums(Transitions transitions) {
    this.transitions = transitions;
    tags = transitions.tags();
    sums = new double[tags];
  }

  /** Returns whether nothing that counts was lost in the sums that were computed last. */
  boolean isExact() {
    return exact;
  }

  @Override
  public double forward(double[] scores, int count) {
    steps = count;
    if (forward.length < steps) {
      forward = new double[steps][tags];
      factors = new double[steps][tags];
      after = new double[steps][tags];
    }
    exact = true;
    double logNormalizer = transitions.shift(steps);
    for (int t = 0; t < steps; t++) {
      if (t == 0) {
        System.arraycopy(transitions.startFactors(), 0, sums, 0, tags);
      } else {
        Rows.combine(transitions.pairFactors(), forward[t - 1], sums);
      }
      logNormalizer += step(scores, t);
    }
    ofEnds = 0;
    for (int j = 0; j < tags; j++) {
      ofEnds += forward[steps - 1][j] * transitions.endFactors()[j];
    }
    exact &= ofEnds > LIMIT;
    return logNormalizer + StrictMath.log(ofEnds);
  }

  /** Computes q(t, ·) / c(t) and v(t, ·), and returns ln c(t) + max e(t, ·). */
  private double step(double[] scores, int t) {
    int first = t * tags;
    double[] q = factors[t];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < tags; j++) {
      largest = Math.max(largest, scores[first + j]);
    }
    double sum = 0;
    for (int j = 0; j < tags; j++) {
      q[j] = Exponential.of(scores[first + j] - largest);
      sum += sums[j] * q[j];
    }
    exact &= sum > LIMIT;
    double inverse = 1 / sum;
    for (int j = 0; j < tags; j++) {
      q[j] *= inverse;
      forward[t][j] = sums[j] * q[j];
    }
    return largest + StrictMath.log(sum);
  }

  @Override
  public void backward(double[] probabilities) {
    for (int j = 0; j < tags; j++) {
      sums[j] = transitions.endFactors()[j] / ofEnds;
    }
    double largest = 0;
    for (int t = steps - 1; t >= 0; t--) {
      for (int j = 0; j < tags; j++) {
        largest = Math.max(largest, sums[j]);
        probabilities[t * tags + j] = forward[t][j] * sums[j];
        after[t][j] = factors[t][j] * sums[j];
      }
      Rows.combine(transitions.transposedFactors(), after[t], sums);
    }
    exact &= largest < 1 / LIMIT;
  }

  @Override
  public void count(TransitionCounts counts, double scale) {
    Rows.addProducts(forward, after, steps - 1, scale, counts.products());
  }
}
