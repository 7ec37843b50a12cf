package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;
import java.util.BitSet;

/** The rows of a tensor that a chunk's gradient touches, in the order of their first touch. */
public final class SparseRows {
  private final ParameterTensor tensor;
  private final int width;
  private final boolean[] touched;
  private final int[] rows;
  private final BitSet ever = new BitSet();
  private final float[] zeros = new float[VectorSpans.BLOCK];
  private int count;

  private SparseRows(ParameterTensor tensor, int width) {
    this.tensor = tensor;
    this.width = width;
    int count = tensor.size() / width;
    touched = new boolean[count];
    rows = new int[count];
  }

  /** Returns an empty list of the rows of a tensor. */
  public static SparseRows of(ParameterTensor tensor) {
    return new SparseRows(tensor, tensor.columns());
  }

  /** Returns an empty list of the elements of a tensor, each of which is a row by itself. */
  public static SparseRows ofElements(ParameterTensor tensor) {
    return new SparseRows(tensor, 1);
  }

  public ParameterTensor tensor() {
    return tensor;
  }

  /** Adds a row to the list unless it is listed already. */
  public void touch(int row) {
    if (!touched[row]) {
      touched[row] = true;
      ever.set(row);
      rows[count++] = row;
    }
  }

  /** Clears the list. */
  public void clear() {
    for (int i = 0; i < count; i++) {
      touched[rows[i]] = false;
    }
    count = 0;
  }

  /**
   * Sets the listed rows of the gradient to zero and clears the list.
   *
   * @param vector the flat gradient vector
   */
  public void setToZero(Matrix vector) {
    forEach((offset, count) -> vector.put(offset, zeros, count));
    clear();
  }

  /** Adds the spans of all rows that were ever touched to those of a vector. */
  void addEverTouchedTo(VectorSpans.Builder spans) {
    for (int row = ever.nextSetBit(0); row >= 0; row = ever.nextSetBit(row + 1)) {
      int end = ever.nextClearBit(row);
      spans.add(tensor.offset() + row * width, tensor.offset() + end * width);
      row = end;
    }
  }

  /** Calls the visitor for the span of each listed row in the flat vector. */
  public void forEach(VectorSpans.Visitor visitor) {
    for (int i = 0; i < count; i++) {
      int from = tensor.offset() + rows[i] * width;
      VectorSpans.visit(from, from + width, visitor);
    }
  }
}
