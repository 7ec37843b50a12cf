package dev.unfold.worker.network.crf;

/**
 * exp(x) of numbers up to 0 by its Taylor polynomial about the nearest multiple of ln 2: within
 * three units in the last place, with the same bits on every machine, and several times as fast as
 * {@link StrictMath#exp}.
 */
final class Exponential {
  private static final double LOG2_E = 1.4426950408889634;

  /** The upper bits of ln 2, whose product with a whole number below 2048 is exact. */
  private static final double LN2_HIGH = 0.6931471803691238;

  private static final double LN2_LOW = 1.9082149292705877e-10;

  /** The number from which on the result is not denormal. */
  private static final double SMALLEST = -700;

  /** 1 / n! for n from 13 to 0. */
  private static final double[] COEFFICIENTS = coefficients();

  private Exponential() {}

  private static double[] coefficients() {
    double[] coefficients = new double[14];
    double factorial = 1;
    for (int n = 0; n < coefficients.length; n++) {
      factorial *= Math.max(1, n);
      coefficients[coefficients.length - 1 - n] = 1 / factorial;
    }
    return coefficients;
  }

  /** Returns exp(x), where x is at most 0. */
  static double of(double x) {
    if (!(x >= SMALLEST)) {
      return StrictMath.exp(x);
    }
    double k = Math.rint(x * LOG2_E);
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    double sum = COEFFICIENTS[0];
    for (int n = 1; n < COEFFICIENTS.length; n++) {
      sum = sum * r + COEFFICIENTS[n];
    }
    return sum * Double.longBitsToDouble((long) (k + 1023) << 52);
  }
}
