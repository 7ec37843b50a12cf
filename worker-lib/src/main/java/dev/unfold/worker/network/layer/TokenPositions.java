package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.Arrays;

/**
 * An index from each token to its positions among the unmasked inputs of a chunk, in ascending
 * order.
 */
public final class TokenPositions {
  private static final int NONE = -1;

  private final int[] first;
  private final int[] last;
  private final int[] next;
  private final int[] tokens;
  private int count;

  /**
   * @param vocabularySize V
   * @param positions T * B
   */
  public TokenPositions(int vocabularySize, int positions) {
    first = new int[vocabularySize];
    last = new int[vocabularySize];
    next = new int[positions];
    tokens = new int[Math.min(vocabularySize, positions)];
    Arrays.fill(first, NONE);
  }

  /** Indexes the only tokens of a chunk, replacing those of the previous one. */
  public void fill(Chunk chunk) {
    fill(chunk, 0);
  }

  /**
   * Indexes the tokens of an input of a chunk, replacing those of the previous one.
   *
   * @param input the index among the inputs of tokens
   */
  void fill(Chunk chunk, int input) {
    int[] ids = chunk.inputs(input);
    for (int i = 0; i < count; i++) {
      first[tokens[i]] = NONE;
    }
    count = 0;
    for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
      if (chunk.present()[position]) {
        append(ids[position], position);
      }
    }
  }

  private void append(int token, int position) {
    if (first[token] == NONE) {
      first[token] = position;
      tokens[count++] = token;
    } else {
      next[last[token]] = position;
    }
    last[token] = position;
    next[position] = NONE;
  }

  /** Returns the number of distinct tokens. */
  public int count() {
    return count;
  }

  /** Returns a distinct token by its rank in the order of first positions. */
  public int token(int rank) {
    return tokens[rank];
  }

  /**
   * Sums the rows of a token's positions.
   *
   * @param rows [T * B, n]
   * @param sum n elements, added to
   * @param addend n elements of scratch
   */
  public void addRows(int token, Matrix rows, float[] sum, float[] addend) {
    int n = rows.columns();
    for (int position = first[token]; position != NONE; position = next[position]) {
      rows.get(position * n, addend, n);
      Elementwise.addInPlace(sum, addend, n);
    }
  }
}
