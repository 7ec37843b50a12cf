package dev.unfold.worker.tensor;

import java.util.Objects;

/**
 * A matrix as products read it: a {@link Matrix} itself, or a copy of one that is rounded to the
 * precision of the products and is made anew by {@link #refresh}.
 */
public abstract class Operand {
  private final int rows;
  private final int columns;

  Operand(int rows, int columns) {
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

  /** Returns the matrix that it stands for. */
  public abstract Matrix matrix();

  /** Takes over the present values of the matrix. */
  public abstract void refresh();

  /** Returns the view of {@code count} rows from row {@code from} on. */
  public Operand rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows);
    return from == 0 && count == rows ? this : view(from, count);
  }

  abstract Operand view(int from, int count);

  /** Returns the address of the first element, in the precision of the products. */
  abstract long address();

  /** Copies {@code count} elements from element {@code from} on, widened to f32. */
  abstract void read(int from, float[] to, int count);

  @Override
  public final String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
