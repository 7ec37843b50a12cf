package dev.unfold.worker.tensor;

import java.util.Objects;

/**
 * An operand of matrix products: a {@link Matrix} itself, or a copy of one that is rounded to the
 * precision of the products and updated by {@link #refresh}.
 */
public abstract class Operand {
  private final int rows;
  private final int columns;

  public Operand(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  public final int rows() {
    return rows;
  }

  public final int columns() {
    return columns;
  }

  /** Returns the number of elements. */
  public final int size() {
    return rows * columns;
  }

  /** Returns the matrix that it represents. */
  public abstract Matrix matrix();

  /** Updates the operand to the current values of the matrix. */
  public abstract void refresh();

  /** Returns a view of {@code count} rows, starting at row {@code from}. */
  public Operand rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows);
    return from == 0 && count == rows ? this : view(from, count);
  }

  public abstract Operand view(int from, int count);

  /** Returns the address of the first element, in the precision of the products. */
  public abstract long address();

  /** Copies {@code count} elements, starting at element {@code from} and widened to f32. */
  public abstract void read(int from, float[] to, int count);

  @Override
  public final String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
