package dev.unfold.worker.network.convolution;

/**
 * The rows in which the used steps of a chunk are computed, one after the other: those whose
 * outputs other layers or the head read.
 *
 * <p>If not all steps are used, the rows are padded to a multiple of 48, because a library of
 * matrix products creates kernels for each shape, and computes the last rows with other kernels.
 * Even without used steps there is such a row, because the library fails without rows.
 */
final class UsedSteps {
  /** The row of a step that is not used. */
  static final int NONE = -1;

  private static final int MULTIPLE = 48;

  private final int[] rows;
  private int count;
  private int padded;

  /**
   * @param positions T * B of the longest chunk
   */
  UsedSteps(int positions) {
    rows = new int[positions];
  }

  /** Uses all of the first positions. */
  void useAll(int positions) {
    for (int position = 0; position < positions; position++) {
      rows[position] = position;
    }
    count = positions;
    padded = positions;
  }

  /** Uses some of the first positions. */
  void use(boolean[] used, int positions) {
    count = 0;
    for (int position = 0; position < positions; position++) {
      rows[position] = used[position] ? count++ : NONE;
    }
    int multiples = Math.max(1, (count + MULTIPLE - 1) / MULTIPLE);
    padded = Math.min(positions, multiples * MULTIPLE);
  }

  /** Returns the row of a position, or {@link #NONE}. */
  int row(int position) {
    return rows[position];
  }

  /** Returns the number of rows of used steps. */
  int count() {
    return count;
  }

  /** Returns the number of rows with padding. */
  int padded() {
    return padded;
  }
}
