package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;

/** Moves columns of the first rows of matrices, so that vectors can stand side by side. */
public final class ColumnBlocks {
  private final float[] sum;
  private final float[] addend;

  /**
   * @param most columns that are added at a time
   */
  public ColumnBlocks(int most) {
    sum = new float[most];
    addend = new float[most];
  }

  /**
   * Copies all columns of a matrix to some of a wider one.
   *
   * @param from [rows or more, n]
   * @param first the column that they begin at
   */
  public static void join(Matrix from, Matrix to, int first, int rows) {
    for (int i = 0; i < rows; i++) {
      to.copy(i * to.columns() + first, from, i * from.columns(), from.columns());
    }
  }

  /**
   * Copies some columns of a matrix to all of a narrower one.
   *
   * @param first the column that they begin at
   * @param to [rows or more, n]
   */
  public static void split(Matrix from, int first, Matrix to, int rows) {
    for (int i = 0; i < rows; i++) {
      to.copy(i * to.columns(), from, i * from.columns() + first, to.columns());
    }
  }

  /**
   * Adds some columns of a row to all of a row of a narrower matrix.
   *
   * @param first the column that they begin at
   */
  public void addRow(Matrix from, int row, int first, Matrix to, int toRow) {
    int n = to.columns();
    to.get(toRow * n, sum, n);
    from.get(row * from.columns() + first, addend, n);
    Elementwise.addInPlace(sum, addend, n);
    to.put(toRow * n, sum, n);
  }

  /** Adds columns for the first rows only. */
  public void add(Matrix from, int first, Matrix to, int rows) {
    for (int i = 0; i < rows; i++) {
      addRow(from, i, first, to, i);
    }
  }
}
