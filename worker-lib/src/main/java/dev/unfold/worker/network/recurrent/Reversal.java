package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** Turns the rows of every lane around, within the lane's own length. */
final class Reversal {
  private Reversal() {}

  /**
   * Copies rows to where they stand in the reversed lanes; those of absent steps stay where they
   * are.
   *
   * @param from [T * B, n]
   * @param fromColumn the first of the columns to copy
   * @param to [T * B, m]
   * @param toColumn where they go
   * @param columns to copy
   */
  static void copy(Chunk chunk, Matrix from, int fromColumn, Matrix to, int toColumn, int columns) {
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int length = chunk.length(lane);
      for (int t = 0; t < chunk.steps(); t++) {
        int reversed = t < length ? length - 1 - t : t;
        int source = (t * chunk.batch() + lane) * from.columns() + fromColumn;
        int target = (reversed * chunk.batch() + lane) * to.columns() + toColumn;
        to.copy(target, from, source, columns);
      }
    }
  }
}
