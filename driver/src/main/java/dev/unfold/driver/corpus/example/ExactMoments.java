package dev.unfold.driver.corpus.example;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * The sums of numbers and of their squares, exact, so that they are the same in whatever order the
 * numbers come.
 *
 * <p>A float is a whole number of 24 bits times a power of 2; there is a sum for each power. So is
 * its square, of 48 bits, whose halves are summed apart. Each sum has room for 2^39 numbers.
 */
final class ExactMoments {
  private static final int HALF_BITS = 24;
  private static final long HALF_MASK = (1L << HALF_BITS) - 1;
  private static final int FRACTION_BITS = 23;
  private static final int EXPONENTS = 256;

  /** The power of 2 of the bits of a float whose exponent field is 1. */
  private static final int LOWEST_POWER = -149;

  private static final int SUM = 0;
  private static final int LOW = EXPONENTS;
  private static final int HIGH = 2 * EXPONENTS;
  private static final int COUNT = 3 * EXPONENTS;

  private ExactMoments() {}

  /** The sums of no numbers. */
  static long[] none() {
    return new long[COUNT + 1];
  }

  /** Adds a number, which is finite. */
  static void add(long[] sums, float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = bits >>> FRACTION_BITS & (EXPONENTS - 1);
    long digits = bits & ((1 << FRACTION_BITS) - 1);
    if (exponent == 0) {
      exponent = 1;
    } else {
      digits |= 1L << FRACTION_BITS;
    }
    sums[SUM + exponent] += bits < 0 ? -digits : digits;
    long square = digits * digits;
    sums[LOW + exponent] += square & HALF_MASK;
    sums[HIGH + exponent] += square >>> HALF_BITS;
    sums[COUNT]++;
  }

  /** Adds what another has summed. */
  static void addAll(long[] sums, long[] others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
  }

  static double mean(long[] sums) {
    return divided(sum(sums), sums[COUNT]).doubleValue();
  }

  /** The standard deviation of the numbers as a whole population. */
  static double deviation(long[] sums) {
    BigDecimal mean = divided(sum(sums), sums[COUNT]);
    BigDecimal variance = divided(squares(sums), sums[COUNT]).subtract(mean.multiply(mean));
    return Math.sqrt(Math.max(0, variance.doubleValue()));
  }

  private static BigDecimal divided(BigDecimal sum, long count) {
    return sum.divide(BigDecimal.valueOf(count), new MathContext(100));
  }

  private static BigDecimal sum(long[] sums) {
    BigInteger total = BigInteger.ZERO;
    for (int exponent = 1; exponent < EXPONENTS; exponent++) {
      total = total.add(BigInteger.valueOf(sums[SUM + exponent]).shiftLeft(exponent - 1));
    }
    return timesPowerOf2(total, LOWEST_POWER);
  }

  private static BigDecimal squares(long[] sums) {
    BigInteger total = BigInteger.ZERO;
    for (int exponent = 1; exponent < EXPONENTS; exponent++) {
      BigInteger both =
          BigInteger.valueOf(sums[HIGH + exponent])
              .shiftLeft(HALF_BITS)
              .add(BigInteger.valueOf(sums[LOW + exponent]));
      total = total.add(both.shiftLeft(2 * (exponent - 1)));
    }
    return timesPowerOf2(total, 2 * LOWEST_POWER);
  }

  private static BigDecimal timesPowerOf2(BigInteger value, int power) {
    BigDecimal divisor = new BigDecimal(BigInteger.ONE.shiftLeft(-power));
    return new BigDecimal(value).divide(divisor);
  }
}
