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

  private final int[] numbers;
  private final int[] firstPositions;
  private final int[] lengths;

  /** The hash table of word numbers, with linear probing. */
  private final int[] table;

  private int count;

  /**
   * @param positions T * B
   */
  DistinctWords(int positions) {
    numbers = new int[positions];
    firstPositions = new int[positions];
    lengths = new int[positions];
    table = new int[2 * Integer.highestOneBit(2 * positions)];
  }

  /**
   * Numbers the words of a chunk, replacing those of the previous one.
   *
   * @param characters the characters of the chunk, a lane for each position
   */
  void fill(Chunk chunk, Chunk characters) {
    Arrays.fill(table, NONE);
    count = 0;
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      int length = chunk.present()[position] ? characters.length(position) : 0;
      numbers[position] = length == 0 ? NONE : number(characters, position, length);
    }
  }

  private int number(Chunk characters, int position, int length) {
    int slot = hash(characters, position, length) & (table.length - 1);
    while (table[slot] != NONE) {
      if (equal(characters, position, length, table[slot])) {
        return table[slot];
      }
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = count;
    firstPositions[count] = position;
    lengths[count] = length;
    return count++;
  }

  private static int hash(Chunk characters, int position, int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = HASH_FACTOR * hash + characters.inputs()[i * characters.batch() + position];
    }
    return hash;
  }

  private boolean equal(Chunk characters, int position, int length, int word) {
    if (length != lengths[word]) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      int step = i * characters.batch();
      if (characters.inputs()[step + position]
          != characters.inputs()[step + firstPositions[word]]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of distinct words. */
  int count() {
    return count;
  }

  /** Returns the number of the word at a position, {@link #NONE} if it has none. */
  int of(int position) {
    return numbers[position];
  }

  /** Returns the first position of a word. */
  int firstPosition(int word) {
    return firstPositions[word];
  }

  /** Returns the number of characters of a word. */
  int length(int word) {
    return lengths[word];
  }
}
