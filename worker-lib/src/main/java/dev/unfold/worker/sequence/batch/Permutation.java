package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.parameters.CounterRandom;

/**
 * A random permutation of the numbers below n that requires no memory: a Feistel network over the
 * next power of 4, whose rounds are keyed with random numbers, iterated until the result is below n
 * (Black and Rogaway 2002, "Ciphers with arbitrary finite domains").
 */
final class Permutation {
  private static final int ROUNDS = 8;

  private final long size;
  private final int halfBits;
  private final CounterRandom[] rounds = new CounterRandom[ROUNDS];

  /**
   * @param size n, at least 1
   * @param random the source of the round keys
   */
  Permutation(long size, CounterRandom random) {
    this.size = size;
    halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(size - 1) + 1) / 2);
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = random.derive(round);
    }
  }

  /** Returns the number at an index; every number has exactly one index. */
  long at(long index) {
    long value = permuted(index);
    while (value >= size) {
      value = permuted(value);
    }
    return value;
  }

  private long permuted(long index) {
    long mask = (1L << halfBits) - 1;
    long left = index >>> halfBits;
    long right = index & mask;
    for (CounterRandom round : rounds) {
      long mixed = left ^ (round.bits(right) & mask);
      left = right;
      right = mixed;
    }
    return left << halfBits | right;
  }
}
