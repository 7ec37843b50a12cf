package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/**
 * Reverses the rows of every lane, each sequence of the lane separately and within its own length.
 * A sequence extends to the next reset of the lane, and its absent steps come last.
 */
final class SequenceReversal {
  private SequenceReversal() {}

  /**
   * Copies rows to their positions in the reversed sequences; the rows of absent steps keep their
   * positions.
   *
   * @param from [T * B, n]
   * @param fromColumn the first of the columns to copy
   * @param to [T * B, m]
   * @param toColumn the first of the columns to write
   * @param columns the number of columns to copy
   */
  static void copy(Chunk chunk, Matrix from, int fromColumn, Matrix to, int toColumn, int columns) {
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int end = 0;
      for (int first = 0; first < chunk.steps(); first = end) {
        end = Math.max(first + 1, first + chunk.length(lane, first));
        for (int t = first; t < end; t++) {
          int reversed = first + end - 1 - t;
          int source = (t * chunk.batch() + lane) * from.columns() + fromColumn;
          int target = (reversed * chunk.batch() + lane) * to.columns() + toColumn;
          to.copy(target, from, source, columns);
        }
      }
    }
  }
}
