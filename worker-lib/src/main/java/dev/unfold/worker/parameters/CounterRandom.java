package dev.unfold.worker.parameters;

import java.io.Serializable;

/**
 * Random numbers by index: the i-th number of a key does not depend on the caller or the order of
 * calls, so that a repeated task draws the same numbers as the first attempt.
 *
 * <p>SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"): the
 * i-th output of the generator seeded with the key.
 */
public record CounterRandom(long key) implements Serializable {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1p-53;

  /** Returns the numbers of a sub-stream, independent of this one and of other sub-streams. */
  public CounterRandom derive(long stream) {
    return new CounterRandom(mix(mix(key + GOLDEN_GAMMA) ^ mix(stream * GOLDEN_GAMMA + 1)));
  }

  /** Returns 64 random bits. */
  public long bits(long index) {
    return mix(key + (index + 1) * GOLDEN_GAMMA);
  }

  /**
   * Computes the random bits of {@code count} indices from {@code first} on. The loop is
   * vectorized, because the multiples of the increment are read instead of computed.
   *
   * @param increments {@link #increments} of at least as many indices
   */
  public void bitsInto(long first, long[] increments, long[] bits, int count) {
    long start = key + first * GOLDEN_GAMMA;
    for (int i = 0; i < count; i++) {
      bits[i] = mix(start + increments[i]);
    }
  }

  /** Returns what is added to the key for each of the first indices. */
  public static long[] increments(int count) {
    long[] increments = new long[count];
    for (int i = 0; i < count; i++) {
      increments[i] = (i + 1) * GOLDEN_GAMMA;
    }
    return increments;
  }

  /** Returns a number that is uniform in [0, 1). */
  public double uniform(long index) {
    return (bits(index) >>> 11) * UNIT;
  }

  /** Returns a standard normal number, by the method of Box and Muller. */
  public double gaussian(long index) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(2 * index)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(2 * index + 1));
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
