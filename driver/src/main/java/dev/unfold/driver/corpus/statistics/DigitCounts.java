package dev.unfold.driver.corpus.statistics;

import java.io.Serializable;

/**
 * The number of doubles that have the same leading digits, by their next digit. A digit is 11 bits
 * of a double, and the last one 9: it is taken as a whole number without sign, such that numbers
 * keep their order. It is an ordinary class, which Kryo can read.
 */
final class DigitCounts implements Serializable {
  /** The number of digits of a double. */
  static final int DIGITS = 6;

  private static final long serialVersionUID = 1L;
  private static final int DIGIT_BITS = 11;

  private final long[] counts = new long[1 << DIGIT_BITS];
  private long least = -1L;
  private long greatest;

  /** Returns the whole number of a double that is not NaN; both zeros have the same. */
  static long whole(double value) {
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  /** Reverses {@link #whole}. */
  static double number(long whole) {
    return Double.longBitsToDouble(whole < 0 ? whole ^ Long.MIN_VALUE : ~whole);
  }

  /** Returns the leading digits of a whole number. */
  static long leading(long whole, int digits) {
    return digits == 0 ? 0 : whole >>> bitsAfter(digits);
  }

  /** Returns the number of bits after the leading digits. */
  private static int bitsAfter(int digits) {
    return Math.max(0, Long.SIZE - DIGIT_BITS * digits);
  }

  /** Counts a whole number with the leading digits. */
  void add(long whole, int digits) {
    long below = leading(whole, digits) << (bitsAfter(digits) - bitsAfter(digits + 1));
    counts[(int) (leading(whole, digits + 1) - below)]++;
    least = Long.compareUnsigned(whole, least) < 0 ? whole : least;
    greatest = Long.compareUnsigned(whole, greatest) > 0 ? whole : greatest;
  }

  /** Adds the counts of other rows, and returns these. */
  DigitCounts addAll(DigitCounts other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    least = Long.compareUnsigned(other.least, least) < 0 ? other.least : least;
    greatest = Long.compareUnsigned(other.greatest, greatest) > 0 ? other.greatest : greatest;
    return this;
  }

  /** Returns whether all numbers are equal. */
  boolean isSingle() {
    return least == greatest;
  }

  /** Returns the least number. */
  double least() {
    return number(least);
  }

  /** Returns the digit of the number of a rank, which is below the number of numbers. */
  int digitAt(long rank) {
    int digit = 0;
    for (long below = counts[0]; below <= rank; below += counts[digit]) {
      digit++;
    }
    return digit;
  }

  /** Returns the number of numbers whose digit is below another one. */
  long below(int digit) {
    long below = 0;
    for (int i = 0; i < digit; i++) {
      below += counts[i];
    }
    return below;
  }

  /** Returns the leading digits with a further one. */
  static long append(long leading, int digits, int digit) {
    return (leading << (bitsAfter(digits) - bitsAfter(digits + 1))) | digit;
  }
}
