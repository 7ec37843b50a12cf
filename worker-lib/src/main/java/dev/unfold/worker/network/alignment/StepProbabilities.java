package dev.unfold.worker.network.alignment;

import java.util.Arrays;

/**
 * The probabilities of C classes at each step of a sequence, from logits:
 *
 * <pre>
 * p(t, c) = e(t, c) / Z(t),   e(t, c) = exp(logit(t, c) - max logit(t)),   Z(t) = Σ e(t, c)
 * </pre>
 *
 * <p>Each e(t, c) is a {@link Scaled} number, so that none is rounded to zero.
 */
final class StepProbabilities {
  /** ln 2^256: the logarithm of a unit of the exponent. */
  private static final double UNIT = Scaled.BITS * Scaled.LN_2;

  /** exp(x) is exp(x / 1024), squared so many times. */
  private static final int SQUARINGS = 10;

  private static final double LARGE = 0x1p512;

  private final int classes;
  private final double[] row;
  private double[] numbers = new double[0];
  private int[] exponents = new int[0];
  private double[] normalizers = new double[0];
  private double logNormalizer;
  private double normalizer;

  StepProbabilities(int classes) {
    this.classes = classes;
    row = new double[classes];
  }

  /** Begins a sequence of a number of steps. */
  void begin(int steps) {
    if (normalizers.length < steps) {
      numbers = new double[Math.multiplyExact(steps, classes)];
      exponents = new int[numbers.length];
      normalizers = new double[steps];
    }
    logNormalizer = 0;
    normalizer = 1;
  }

  /** Sets the logits of a step, [C]. */
  void set(int step, float[] logits) {
    float largest = Float.NEGATIVE_INFINITY;
    float smallest = Float.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[c]);
      smallest = Math.min(smallest, logits[c]);
    }
    for (int c = 0; c < classes; c++) {
      row[c] = (double) logits[c] - largest;
    }
    int first = step * classes;
    Arrays.fill(exponents, first, first + classes, 0);
    if ((double) smallest - largest <= -UNIT) {
      splitOff(first);
    }
    exponentials(row, classes);
    System.arraycopy(row, 0, numbers, first, classes);
    normalizers[step] = sum(first);
    normalizer *= normalizers[step];
    if (!(normalizer < LARGE)) {
      logNormalizer += StrictMath.log(normalizer);
      normalizer = 1;
    }
  }

  /** Moves whole units of the logarithms to the exponents. */
  private void splitOff(int first) {
    for (int c = 0; c < classes; c++) {
      int exponent = (int) Math.max(row[c] / UNIT, Scaled.OF_ZERO);
      exponents[first + c] = exponent;
      row[c] -= exponent * UNIT;
    }
  }

  /**
   * Replaces x by exp(x), with a relative error below 1e-12, for x from -ln 2^256 to 0.
   *
   * <p>The loops are such that the JIT compiler vectorizes them.
   */
  private static void exponentials(double[] x, int n) {
    for (int i = 0; i < n; i++) {
      double y = x[i] * (1.0 / (1 << SQUARINGS));
      double value = 1.0 / 362_880;
      value = Math.fma(value, y, 1.0 / 40_320);
      value = Math.fma(value, y, 1.0 / 5_040);
      value = Math.fma(value, y, 1.0 / 720);
      value = Math.fma(value, y, 1.0 / 120);
      value = Math.fma(value, y, 1.0 / 24);
      value = Math.fma(value, y, 1.0 / 6);
      value = Math.fma(value, y, 0.5);
      value = Math.fma(value, y, 1);
      x[i] = Math.fma(value, y, 1);
    }
    for (int k = 0; k < SQUARINGS; k++) {
      for (int i = 0; i < n; i++) {
        x[i] = x[i] * x[i];
      }
    }
  }

  private double sum(int first) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += exponents[first + c] == 0 ? row[c] : 0;
    }
    return sum;
  }

  /** Returns Σ ln Z(t) over the steps that were set. */
  double logNormalizer() {
    return logNormalizer + StrictMath.log(normalizer);
  }

  /** Returns n of e(t, c). */
  double number(int step, int c) {
    return numbers[step * classes + c];
  }

  /** Returns the exponent of e(t, c). */
  int exponent(int step, int c) {
    return exponents[step * classes + c];
  }

  /**
   * Copies the probabilities of a step times a factor.
   *
   * @param to receives C numbers
   */
  void probabilitiesInto(int step, double factor, double[] to) {
    int first = step * classes;
    double scale = factor / normalizers[step];
    for (int c = 0; c < classes; c++) {
      to[c] = exponents[first + c] == 0 ? scale * numbers[first + c] : 0;
    }
  }
}
