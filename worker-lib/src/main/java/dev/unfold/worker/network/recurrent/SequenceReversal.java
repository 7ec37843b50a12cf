package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/**
 * Turns the rows of every lane around, each sequence of the lane by itself and within its own
 * length: a sequence goes on until the lane starts anew, its absent steps come last.
 */
final class SequenceReversal {
  private SequenceReversal() {}

  /**
   * Copies rows to where they stand in the reversed sequences; those of absent steps stay where
   * they are.
   *
   * @param from [T * B, n]
   * @param fromColumn the first of the columns to copy
   * @param to [T * B, m]
   * @param toColumn where they go
   * @param columns to copy
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
