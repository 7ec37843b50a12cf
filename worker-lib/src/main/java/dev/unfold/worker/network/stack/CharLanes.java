package dev.unfold.worker.network.stack;

import dev.unfold.worker.sequence.Chunk;
import java.util.Arrays;

/**
 * The distinct spellings of a chunk in a few lanes, one behind the other and each a start anew: the
 * longest first, each in the lane that is shortest by then (Graham 1969), so that hardly a step is
 * empty. A spelling is read once, however many words have it, and absent words are not read.
 */
final class CharLanes {
  /**
   * The most lanes: enough for fast products, and few enough to be full with a few hundred words.
   */
  private static final int MOST_LANES = 64;

  /**
   * The least average number of words in a lane, so that the lanes of a small chunk are not too
   * short.
   */
  private static final int WORDS_OF_LANE = 4;

  private final DistinctWords spellings;
  private final Chunk chunk;
  private final int[] laneLengths;
  private final int[] firstRows;
  private final int[] lastRows;

  /**
   * @param positions T * B, of the words
   * @param mostLetters of a word
   */
  CharLanes(int positions, int mostLetters) {
    spellings = new DistinctWords(positions);
    int lanes = Math.min(MOST_LANES, ceilingDivide(positions, WORDS_OF_LANE));
    // The shortest lane has fewer letters than its share of the words can have: one more fits.
    chunk = new Chunk(ceilingDivide(positions, lanes) * mostLetters, lanes);
    laneLengths = new int[lanes];
    firstRows = new int[positions];
    lastRows = new int[positions];
  }

  private static int ceilingDivide(int dividend, int divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  /**
   * Spells the words of a chunk in place of those of the last.
   *
   * @throws IllegalArgumentException if its words are not spelled out
   */
  void fill(Chunk words) {
    Chunk letters =
        words
            .spelling()
            .orElseThrow(() -> new IllegalArgumentException("the words have no characters"));
    spellings.fill(words, letters);
    Arrays.fill(chunk.present(), false);
    Arrays.fill(chunk.resets(), false);
    Arrays.fill(chunk.inputs(), 0);
    Arrays.fill(laneLengths, 0);
    int steps = 1;
    for (int length = letters.steps(); length > 0; length--) {
      for (int spelling = 0; spelling < spellings.count(); spelling++) {
        if (spellings.length(spelling) == length) {
          steps = Math.max(steps, append(spelling, letters));
        }
      }
    }
    chunk.filled(steps);
  }

  /** Puts a spelling behind the others of the shortest lane; how long the lane is then. */
  private int append(int spelling, Chunk letters) {
    int lane = shortestLane();
    int from = laneLengths[lane];
    int length = spellings.length(spelling);
    for (int i = 0; i < length; i++) {
      int row = (from + i) * chunk.batch() + lane;
      chunk.present()[row] = true;
      chunk.resets()[row] = i == 0;
      chunk.inputs()[row] =
          letters.inputs()[i * letters.batch() + spellings.firstPosition(spelling)];
    }
    firstRows[spelling] = from * chunk.batch() + lane;
    lastRows[spelling] = (from + length - 1) * chunk.batch() + lane;
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

  /** The letters; room for as many as a chunk of words may have. */
  Chunk chunk() {
    return chunk;
  }

  /** Returns whether there is a word with characters at a position. */
  boolean isSpelled(int position) {
    return spellings.of(position) != DistinctWords.NONE;
  }

  /** Returns the row of the first character of the word at a position. */
  int firstRow(int position) {
    return firstRows[spellings.of(position)];
  }

  /** Returns the row of the last character of the word at a position. */
  int lastRow(int position) {
    return lastRows[spellings.of(position)];
  }
}
