package dev.unfold.worker.network.alignment;

/**
 * A number that is not negative, as n · 2^(256 x): the exponent x is its logarithm in units of 256
 * bits, rounded, and n is in [2^-128, 2^128). Products of the probabilities of thousands of steps
 * neither underflow nor lose precision, as with logarithms, but are added without computing any.
 */
final class Scaled {
  /** The bits of a unit of the exponent. */
  static final int BITS = 256;

  /** The exponent of 0, which is lower than any other. */
  static final int OF_ZERO = Integer.MIN_VALUE / 4;

  private static final double UP = 0x1p256;
  private static final double DOWN = 0x1p-256;
  private static final double MIN_NUMBER = 0x1p-128;
  private static final double MAX_NUMBER = 0x1p128;
  private static final int BIAS = 1023;
  private static final int FRACTION_BITS = 52;
  static final double LN_2 = 0.6931471805599453;

  private double number;
  private int exponent = OF_ZERO;

  double number() {
    return number;
  }

  int exponent() {
    return exponent;
  }

  void set(double otherNumber, int otherExponent) {
    number = otherNumber;
    exponent = otherExponent;
  }

  /** Adds another number; of two exponents, those that differ by more than 1 leave the larger. */
  void add(double otherNumber, int otherExponent) {
    if (otherExponent == exponent) {
      number += otherNumber;
    } else if (otherExponent > exponent) {
      number = otherExponent == exponent + 1 ? number * DOWN + otherNumber : otherNumber;
      exponent = otherExponent;
    } else if (otherExponent == exponent - 1) {
      number += otherNumber * DOWN;
    }
  }

  /** Multiplies by a number whose own n is in [2^-256, 2^129), as sums of two may be. */
  void multiply(double otherNumber, int otherExponent) {
    number *= otherNumber;
    exponent += otherExponent;
    if (number < MIN_NUMBER) {
      exponent = number > 0 ? exponent - 1 : OF_ZERO;
      number *= UP;
    } else if (number >= MAX_NUMBER) {
      exponent++;
      number *= DOWN;
    }
  }

  /**
   * Returns the share that a product is of this number, which is at most 1.
   *
   * @param inverse 1 / n of this number
   * @param product the product of two numbers n
   * @param productExponent the sum of their exponents
   */
  double share(double inverse, double product, int productExponent) {
    int below = exponent - productExponent;
    if (below == 0) {
      return product * inverse;
    }
    if (below == 1) {
      return product * inverse * DOWN;
    }
    return below == -1 ? product * inverse * UP : 0;
  }

  /** Returns the natural logarithm; negative infinity of 0. */
  double log() {
    return number > 0
        ? StrictMath.log(number) + (double) exponent * BITS * LN_2
        : Double.NEGATIVE_INFINITY;
  }

  /** Returns 2^n for n from -1022 to 1023. */
  static double powerOfTwo(int n) {
    return Double.longBitsToDouble((long) (n + BIAS) << FRACTION_BITS);
  }
}
