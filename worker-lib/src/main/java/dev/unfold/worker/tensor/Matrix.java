package dev.unfold.worker.tensor;

import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * A dense row-major matrix of off-heap floats, or a view of consecutive rows of one.
 *
 * <p>It lives as long as the {@link Workspace} that made it.
 */
public final class Matrix {
  private final OffHeap memory;
  private final FloatBuffer floats;
  private final int start;
  private final int rows;
  private final int columns;

  Matrix(OffHeap memory, int start, int rows, int columns) {
    this.memory = memory;
    this.floats = memory.floats();
    this.start = start;
    this.rows = rows;
    this.columns = columns;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Number of elements. */
  public int size() {
    return rows * columns;
  }

  /** The view of {@code count} rows from row {@code from} on. */
  public Matrix rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, rows);
    return from == 0 && count == rows
        ? this
        : new Matrix(memory, start + from * columns, count, columns);
  }

  /** The matrix as {@code rows / each} views of {@code each} rows. */
  public Matrix[] split(int each) {
    Matrix[] parts = new Matrix[rows / each];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = rows(i * each, each);
    }
    return parts;
  }

  /** A part of the elements, seen as a matrix of another shape. */
  public Matrix reshape(int from, int rows, int columns) {
    Objects.checkFromIndexSize(from, rows * columns, size());
    return new Matrix(memory, start + from, rows, columns);
  }

  /** Copies {@code count} elements from element {@code from} on to the start of an array. */
  public void get(int from, float[] to, int count) {
    Objects.checkFromIndexSize(from, count, size());
    floats.get(start + from, to, 0, count);
  }

  /** Copies the first {@code count} elements of an array to element {@code to} and after. */
  public void put(int to, float[] from, int count) {
    Objects.checkFromIndexSize(to, count, size());
    floats.put(start + to, from, 0, count);
  }

  public float get(int index) {
    return floats.get(start + Objects.checkIndex(index, size()));
  }

  public void put(int index, float value) {
    floats.put(start + Objects.checkIndex(index, size()), value);
  }

  /** Copies {@code count} elements of another matrix. */
  public void copy(int to, Matrix source, int from, int count) {
    Objects.checkFromIndexSize(to, count, size());
    Objects.checkFromIndexSize(from, count, source.size());
    floats.put(start + to, source.floats, source.start + from, count);
  }

  /** All elements, row by row. */
  public float[] toArray() {
    float[] values = new float[size()];
    get(0, values, values.length);
    return values;
  }

  /** Sets all elements, row by row. */
  public void set(float[] values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(
          "expected " + size() + " values (" + this + "), found " + values.length);
    }
    put(0, values, values.length);
  }

  long address() {
    return memory.address() + (long) start * Float.BYTES;
  }

  @Override
  public String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
