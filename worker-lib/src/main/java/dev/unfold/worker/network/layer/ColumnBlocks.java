package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;

/**
 * Copies and adds blocks of columns in the first rows of matrices, so that vectors can be
 * concatenated.
 */
public final class ColumnBlocks {
  private final float[] sum;
  private final float[] addend;

  /**
   * @param maxColumns the maximum number of columns that are added at a time
   */
  public ColumnBlocks(int maxColumns) {
    sum = new float[maxColumns];
    addend = new float[maxColumns];
  }

  /**
   * Copies all columns of a matrix to a block of columns of a wider one.
   *
   * @param from [rows or more, n]
   * @param first the first column of the block
   */
  public static void join(Matrix from, Matrix to, int first, int rows) {
    for (int i = 0; i < rows; i++) {
      to.copy(i * to.columns() + first, from, i * from.columns(), from.columns());
    }
  }

  /**
   * Copies a block of columns of a matrix to all columns of a narrower one.
   *
   * @param first the first column of the block
   * @param to [rows or more, n]
   */
  public static void split(Matrix from, int first, Matrix to, int rows) {
    for (int i = 0; i < rows; i++) {
      to.copy(i * to.columns(), from, i * from.columns() + first, to.columns());
    }
  }

  /**
   * Adds a block of columns of a row to a complete row of a narrower matrix.
   *
   * @param first the first column of the block
   */
  public void addRow(Matrix from, int row, int first, Matrix to, int toRow) {
    int n = to.columns();
    to.get(toRow * n, sum, n);
    from.get(row * from.columns() + first, addend, n);
    Elementwise.addInPlace(sum, addend, n);
    to.put(toRow * n, sum, n);
  }

  /** Adds a block of columns of the first rows. */
  public void add(Matrix from, int first, Matrix to, int rows) {
    for (int i = 0; i < rows; i++) {
      addRow(from, i, first, to, i);
    }
  }
}
