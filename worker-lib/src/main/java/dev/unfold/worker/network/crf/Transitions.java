package dev.unfold.worker.network.crf;

/**
 * The scores A of tags that follow each other, and their exponentials relative to the largest ones:
 * exp(s(j) - max s), exp(A(i, j) - max A) and exp(z(j) - max z).
 */
final class Transitions {
  private final int tags;
  private final double[] start;
  private final double[] end;
  private final double[] pairs;
  private final double[] startFactors;
  private final double[] endFactors;
  private final double[][] pairFactors;
  private final double[][] transposedFactors;
  private double shiftOfEnds;
  private double shiftOfPairs;

  /**
   * @param tags C
   */
  Transitions(int tags) {
    this.tags = tags;
    start = new double[tags];
    end = new double[tags];
    pairs = new double[tags * tags];
    startFactors = new double[tags];
    endFactors = new double[tags];
    pairFactors = new double[tags][tags];
    transposedFactors = new double[tags][tags];
  }

  /**
   * Sets the scores.
   *
   * @param first [C], of the first tag
   * @param transitions [C, C]: row i, column j is the score of j after i
   * @param last [C], of the last tag
   * @param order the tags that may follow each other; the scores of others are -∞
   */
  void set(float[] first, float[] transitions, float[] last, TagOrder order) {
    for (int i = 0; i < tags; i++) {
      start[i] = order.starts(i) ? first[i] : Double.NEGATIVE_INFINITY;
      end[i] = order.ends(i) ? last[i] : Double.NEGATIVE_INFINITY;
      for (int j = 0; j < tags; j++) {
        int at = i * tags + j;
        pairs[at] = order.follows(i, j) ? transitions[at] : Double.NEGATIVE_INFINITY;
      }
    }
    shiftOfEnds = exponentials(start, startFactors) + exponentials(end, endFactors);
    shiftOfPairs = largest(pairs);
    for (int i = 0; i < tags; i++) {
      for (int j = 0; j < tags; j++) {
        pairFactors[i][j] = Exponential.of(score(i, j) - shiftOfPairs);
        transposedFactors[j][i] = pairFactors[i][j];
      }
    }
  }

  private static double largest(double[] x) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** Computes exp(x - max x) and returns max x. */
  private static double exponentials(double[] x, double[] to) {
    double largest = largest(x);
    for (int i = 0; i < x.length; i++) {
      to[i] = Exponential.of(x[i] - largest);
    }
    return largest;
  }

  int tags() {
    return tags;
  }

  double start(int tag) {
    return start[tag];
  }

  double end(int tag) {
    return end[tag];
  }

  double score(int before, int tag) {
    return pairs[before * tags + tag];
  }

  /** Returns exp(s(j) - max s), [C]. */
  double[] startFactors() {
    return startFactors;
  }

  /** Returns exp(z(j) - max z), [C]. */
  double[] endFactors() {
    return endFactors;
  }

  /** Returns exp(A(i, j) - max A), [C, C]. */
  double[][] pairFactors() {
    return pairFactors;
  }

  /** Returns exp(A(j, i) - max A), [C, C]. */
  double[][] transposedFactors() {
    return transposedFactors;
  }

  /** Returns what the exponentials of a path of some steps lack: max s + max z + (T - 1) max A. */
  double shift(int steps) {
    return shiftOfEnds + (steps - 1) * shiftOfPairs;
  }
}
