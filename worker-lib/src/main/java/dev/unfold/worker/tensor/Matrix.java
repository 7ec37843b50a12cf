package dev.unfold.worker.tensor;

import dev.unfold.worker.tensor.memory.OffHeapBlock;
import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * A dense row-major matrix of off-heap floats, or a view of consecutive rows of one; in f32, it is
 * itself an operand of products.
 *
 * <p>It is valid as long as the {@link Workspace} that allocated it.
 */
public final class Matrix extends Operand {
  private final OffHeapBlock memory;
  private final FloatBuffer floats;
  private final int start;

  Matrix(OffHeapBlock memory, int rows, int columns) {
    this(memory, memory.buffer().asFloatBuffer(), 0, rows, columns);
  }

  private Matrix(OffHeapBlock memory, FloatBuffer floats, int start, int rows, int columns) {
    super(rows, columns);
    this.memory = memory;
    this.floats = floats;
    this.start = start;
  }

  @Override
  public Matrix matrix() {
    return this;
  }

  /** Does nothing, because products read the matrix itself. */
  @Override
  public void refresh() {
    // A matrix is not a copy.
  }

  @Override
  public Matrix rows(int from, int count) {
    return (Matrix) super.rows(from, count);
  }

  @Override
  public Matrix view(int from, int count) {
    return new Matrix(memory, floats, start + from * columns(), count, columns());
  }

  /** Returns a view of some of the elements as a matrix of another shape. */
  public Matrix reshape(int from, int rows, int columns) {
    Objects.checkFromIndexSize(from, rows * columns, size());
    return new Matrix(memory, floats, start + from, rows, columns);
  }

  /** Copies {@code count} elements, starting at element {@code from}, to the start of an array. */
  public void get(int from, float[] to, int count) {
    get(from, to, 0, count);
  }

  /** Copies {@code count} elements, starting at element {@code from}, into an array. */
  public void get(int from, float[] to, int toIndex, int count) {
    Objects.checkFromIndexSize(from, count, size());
    floats.get(start + from, to, toIndex, count);
  }

  /** Copies the first {@code count} elements of an array to the elements from {@code to}. */
  public void put(int to, float[] from, int count) {
    put(to, from, 0, count);
  }

  /** Copies {@code count} elements of an array to the elements from {@code to}. */
  public void put(int to, float[] from, int fromIndex, int count) {
    Objects.checkFromIndexSize(to, count, size());
    floats.put(start + to, from, fromIndex, count);
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

  /** Sets all elements to zero. */
  public void clear() {
    for (int i = 0; i < size(); i++) {
      floats.put(start + i, 0f);
    }
  }

  /** Returns all elements in row-major order. */
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

  @Override
  public long address() {
    return memory.address() + (long) start * Float.BYTES;
  }

  @Override
  public void read(int from, float[] to, int count) {
    get(from, to, count);
  }
}
