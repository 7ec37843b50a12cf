package dev.unfold.worker.sequence.subword;

import java.io.Serializable;
import java.util.Arrays;

/** The numbers of pairs of subwords: a hash table with open addressing, which only grows. */
final class PairTable implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final long EMPTY = -1;

  private long[] pairs;
  private int[] numbers;
  private int size;

  PairTable(int expected) {
    allocate(Integer.highestOneBit(Math.max(8, expected)) * 4);
  }

  /** Returns a pair as a number. */
  static long pair(int left, int right) {
    return ((long) left << Integer.SIZE) | right;
  }

  /** Returns the number of a pair; -1 if there is none. */
  int get(long pair) {
    int slot = slot(pair);
    return pairs[slot] == pair ? numbers[slot] : -1;
  }

  /** Adds a pair, which must be new, with its number. */
  void put(long pair, int number) {
    if (2 * size >= pairs.length) {
      grow();
    }
    int slot = slot(pair);
    pairs[slot] = pair;
    numbers[slot] = number;
    size++;
  }

  private int slot(long pair) {
    int mask = pairs.length - 1;
    long hash = pair * MIX;
    int slot = (int) (hash ^ (hash >>> Integer.SIZE)) & mask;
    while (pairs[slot] != EMPTY && pairs[slot] != pair) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldPairs = pairs;
    int[] oldNumbers = numbers;
    allocate(Math.multiplyExact(oldPairs.length, 2));
    for (int i = 0; i < oldPairs.length; i++) {
      if (oldPairs[i] != EMPTY) {
        int slot = slot(oldPairs[i]);
        pairs[slot] = oldPairs[i];
        numbers[slot] = oldNumbers[i];
      }
    }
  }

  private void allocate(int slots) {
    pairs = new long[slots];
    numbers = new int[slots];
    Arrays.fill(pairs, EMPTY);
  }
}
