package dev.unfold.worker.network.stack;

import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/**
 * Packs the characters of the distinct words of a chunk into a few lanes, one word after the other
 * with a reset before each: the longest first, each into the lane that is shortest so far (Graham
 * 1969), so that few steps are empty. Each distinct word is read once, and absent words are not
 * read.
 */
final class CharLanes {
  /**
   * The maximum number of lanes: enough for fast products, and few enough to be full with a few
   * hundred words.
   */
  private static final int MAX_LANES = 72;

  /**
   * The number of which the lanes are a multiple, because libraries of matrix products compute the
   * last rows of other numbers with other kernels, so that a word would depend on its lane.
   */
  private static final int LANE_MULTIPLE = 24;

  /**
   * The minimum average number of words in a lane, so that the lanes of a small chunk are not too
   * short.
   */
  private static final int MIN_WORDS_PER_LANE = 4;

  private final DistinctWords words;
  private final Chunk chunk;
  private final int[] laneLengths;
  private final int[] firstRows;
  private final int[] lastRows;

  /**
   * @param positions T * B, of the words
   * @param maxCharacters the maximum number of characters of a word
   */
  CharLanes(int positions, int maxCharacters) {
    words = new DistinctWords(positions);
    int filled = ceilingDivide(positions, MIN_WORDS_PER_LANE);
    int lanes = Math.min(MAX_LANES, ceilingDivide(filled, LANE_MULTIPLE) * LANE_MULTIPLE);
    // The shortest lane holds at most its share of the characters, so that one more word always
    // fits.
    chunk = new Chunk(ceilingDivide(positions, lanes) * maxCharacters, lanes);
    laneLengths = new int[lanes];
    firstRows = new int[positions];
    lastRows = new int[positions];
  }

  private static int ceilingDivide(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /**
   * Packs the words of a chunk, replacing those of the previous one.
   *
   * @throws IllegalArgumentException if the words have no characters
   */
  void fill(Chunk wordChunk) {
    Chunk characters =
        wordChunk
            .characters()
            .orElseThrow(() -> new IllegalArgumentException("the words have no characters"));
    words.fill(wordChunk, characters);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.resets(), false);
    Arrays.fill(chunk.inputs(), 0);
    Arrays.fill(laneLengths, 0);
    int steps = 1;
    for (int length = characters.steps(); length > 0; length--) {
      for (int word = 0; word < words.count(); word++) {
        if (words.length(word) == length) {
          steps = Math.max(steps, append(word, characters));
        }
      }
    }
    chunk.filled(steps);
  }

  /** Appends a word to the shortest lane and returns the new length of the lane. */
  private int append(int word, Chunk characters) {
    int lane = shortestLane();
    int from = laneLengths[lane];
    int length = words.length(word);
    for (int i = 0; i < length; i++) {
      int row = (from + i) * chunk.batch() + lane;
      chunk.present()[row] = true;
      chunk.resets()[row] = i == 0;
      chunk.inputs()[row] = characters.inputs()[i * characters.batch() + words.firstPosition(word)];
    }
    firstRows[word] = from * chunk.batch() + lane;
    lastRows[word] = (from + length - 1) * chunk.batch() + lane;
    laneLengths[lane] = from + length;
    return laneLengths[lane];
  }

  private int shortestLane() {
    int shortest = 0;
    for (int lane = 1; lane < laneLengths.length; lane++) {
      if (laneLengths[lane] < laneLengths[shortest]) {
        shortest = lane;
      }
    }
    return shortest;
  }

  /** Returns the characters, in a chunk that has room for the largest chunk of words. */
  Chunk chunk() {
    return chunk;
  }

  /** Returns whether there is a word with characters at a position. */
  boolean hasCharacters(int position) {
    return words.of(position) != DistinctWords.NONE;
  }

  /** Returns the row of the first character of the word at a position. */
  int firstRow(int position) {
    return firstRows[words.of(position)];
  }

  /** Returns the row of the last character of the word at a position. */
  int lastRow(int position) {
    return lastRows[words.of(position)];
  }
}
