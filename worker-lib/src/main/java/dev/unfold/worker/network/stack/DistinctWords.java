package dev.unfold.worker.network.stack;

import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/**
 * The distinct words of a chunk by their characters, numbered in the order of their first
 * positions.
 */
final class DistinctWords {
  /** The number of an absent word and of a word without characters. */
  static final int NONE = -1;

  private static final int HASH_FACTOR = 31;

  private final int[] ofPosition;
  private final int[] firstPositions;
  private final int[] lengths;

  /** Numbers of spellings; one that collides is behind where its hash belongs. */
  private final int[] table;

  private int count;

  /**
   * @param positions T * B
   */
  DistinctWords(int positions) {
    ofPosition = new int[positions];
    firstPositions = new int[positions];
    lengths = new int[positions];
    table = new int[2 * Integer.highestOneBit(2 * positions)];
  }

  /**
   * Numbers the spellings of a chunk in place of those of the last.
   *
   * @param letters of the chunk, a lane for each position
   */
  void fill(Chunk chunk, Chunk letters) {
    Arrays.fill(table, NONE);
    count = 0;
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      int length = chunk.present()[position] ? letters.length(position) : 0;
      ofPosition[position] = length == 0 ? NONE : number(letters, position, length);
    }
  }

  private int number(Chunk letters, int position, int length) {
    int slot = hash(letters, position, length) & (table.length - 1);
    while (table[slot] != NONE) {
      if (equal(letters, position, length, table[slot])) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = count;
    firstPositions[count] = position;
    lengths[count] = length;
    return count++;
  }

  private static int hash(Chunk letters, int position, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = HASH_FACTOR * hash + letters.inputs()[i * letters.batch() + position];
    }
    return hash;
  }

  private boolean equal(Chunk letters, int position, int length, int spelling) {
    if (length != lengths[spelling]) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int step = i * letters.batch();
      if (letters.inputs()[step + position] != letters.inputs()[step + firstPositions[spelling]]) {
        return false;
      }
    }
    return true;
  }

  /** Number of distinct spellings. */
  int count() {
    return count;
  }

  /** The spelling of a position, {@link #NONE} if it has none. */
  int of(int position) {
    return ofPosition[position];
  }

  /** A position that is spelled like this. */
  int firstPosition(int spelling) {
    return firstPositions[spelling];
  }

  /** Number of letters. */
  int length(int spelling) {
    return lengths[spelling];
  }
}
