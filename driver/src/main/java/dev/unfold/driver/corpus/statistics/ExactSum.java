package dev.unfold.driver.corpus.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The exact sum of doubles, which does not depend on their order. It is an ordinary class, which
 * Kryo can read.
 *
 * <p>The sum is a fixed-point number in chunks of 32 bits. Each chunk is a {@code long}, whose
 * upper half accumulates the carries until they are propagated; see R. Neal, Fast exact summation
 * using small and large superaccumulators, 2015.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int CHUNK_BITS = 32;
  private static final long CHUNK_MASK = (1L << CHUNK_BITS) - 1;
  private static final int FRACTION_BITS = 52;
  private static final int EXPONENT_MASK = 0x7FF;

  /** The weight of the lowest bit, as a power of 2. */
  private static final int LOWEST_POWER = -1074;

  private static final int CHUNKS = (EXPONENT_MASK + FRACTION_BITS) / CHUNK_BITS + 3;

  /**
   * The number of additions before carries are propagated; one addition changes a chunk by less
   * than 2^33.
   */
  private static final int MAX_ADDITIONS = 1 << 29;

  private final long[] chunks = new long[CHUNKS];
  private int additions;

  /** Adds a finite number. */
  public void add(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK;
    long digits = bits & ((1L << FRACTION_BITS) - 1);
    if (exponent > 0) {
      digits |= 1L << FRACTION_BITS;
    }
    int shift = Math.max(exponent, 1) - 1;
    int chunk = shift / CHUNK_BITS;
    long low = (digits & CHUNK_MASK) << shift % CHUNK_BITS;
    long high = (digits >>> CHUNK_BITS) << shift % CHUNK_BITS;
    int sign = bits < 0 ? -1 : 1;
    chunks[chunk] += sign * (low & CHUNK_MASK);
    chunks[chunk + 1] += sign * ((low >>> CHUNK_BITS) + (high & CHUNK_MASK));
    chunks[chunk + 2] += sign * (high >>> CHUNK_BITS);
    additions++;
    if (additions == MAX_ADDITIONS) {
      carry();
    }
  }

  /** Adds the square of a number, whose magnitude is below 2^511 and not far below 2^-484. */
  void addSquare(double value) {
    double square = value * value;
    add(square);
    add(Math.fma(value, value, -square));
  }

  /** Adds the sum of another instance. */
  public void addAll(ExactSum other) {
    carry();
    other.carry();
    for (int i = 0; i < CHUNKS; i++) {
      chunks[i] += other.chunks[i];
    }
    additions++;
  }

  private void carry() {
    for (int i = 0; i + 1 < CHUNKS; i++) {
      chunks[i + 1] += chunks[i] >> CHUNK_BITS;
      chunks[i] &= CHUNK_MASK;
    }
    additions = 1;
  }

  /** Returns the sum. */
  public BigDecimal value() {
    BigInteger total = BigInteger.ZERO;
    for (int i = CHUNKS - 1; i >= 0; i--) {
      total = total.shiftLeft(CHUNK_BITS).add(BigInteger.valueOf(chunks[i]));
    }
    int trailing = total.signum() == 0 ? -LOWEST_POWER : total.getLowestSetBit();
    int power = Math.max(0, -LOWEST_POWER - trailing);
    BigInteger reduced = total.shiftRight(-LOWEST_POWER - power);
    return new BigDecimal(reduced).divide(new BigDecimal(BigInteger.ONE.shiftLeft(power)));
  }
}
