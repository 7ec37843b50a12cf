package dev.unfold.worker.network.attention;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;

/**
 * Vectors in lane-major order, so that the vectors of one lane are a matrix: step t of lane b is
 * row {@code b * T + t}. Elsewhere vectors are in time-major order.
 */
final class LaneMajorRows {
  private final int maxSteps;
  private final int batch;
  private final Operand rows;
  private final RowBlockViews lanes;
  private final ColumnBlocks columns;

  /**
   * Creates rows of zeros.
   *
   * @param memory the memory of a pass whose chunks have at most T steps
   */
  LaneMajorRows(PassMemory memory, int width) {
    maxSteps = memory.steps();
    batch = memory.batch();
    rows = memory.activations(width);
    lanes = new RowBlockViews(rows, maxSteps);
    columns = new ColumnBlocks(width);
  }

  /** Returns all steps of a lane, [T, n]; the rows beyond the end of a shorter chunk are stale. */
  Operand of(int lane) {
    return lanes.block(lane, rows.rows());
  }

  /** Returns the first steps of a lane. */
  Operand of(int lane, int steps) {
    return of(lane).rows(0, steps);
  }

  /** Returns the row of a step of a lane. */
  int row(int lane, int t) {
    return lane * maxSteps + t;
  }

  Matrix matrix() {
    return rows.matrix();
  }

  /** Must be called after rows were written, before they are multiplied. */
  void refresh() {
    rows.refresh();
  }

  /**
   * Copies columns of time-major rows.
   *
   * @param first the first of the columns
   */
  void copyFrom(Matrix from, int first, int steps) {
    int n = rows.columns();
    for (int i = 0; i < steps * batch; i++) {
      rows.matrix().copy(row(i % batch, i / batch) * n, from, i * from.columns() + first, n);
    }
    refresh();
  }

  /** Copies the vectors to the first columns of time-major rows. */
  void copyTo(Matrix to, int steps) {
    int n = rows.columns();
    for (int i = 0; i < steps * batch; i++) {
      to.copy(i * to.columns(), rows.matrix(), row(i % batch, i / batch) * n, n);
    }
  }

  /** Adds the vectors to time-major rows of the same width. */
  void addTo(Matrix to, int steps) {
    for (int i = 0; i < steps * batch; i++) {
      columns.addRow(rows.matrix(), row(i % batch, i / batch), 0, to, i);
    }
  }
}
