package dev.unfold.worker.parameters;

/** The rows of a tensor that a chunk's gradient touches, in the order of their first touch. */
public final class SparseRows {
  private final ParameterSlot tensor;
  private final boolean[] touched;
  private final int[] rows;
  private int count;

  public SparseRows(ParameterSlot tensor) {
    this.tensor = tensor;
    touched = new boolean[tensor.rows()];
    rows = new int[tensor.rows()];
  }

  public ParameterSlot tensor() {
    return tensor;
  }

  /** Adds a row to the list unless it is listed already. */
  public void touch(int row) {
    if (!touched[row]) {
      touched[row] = true;
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

  /** Calls the visitor for the span of each listed row in the flat vector. */
  public void forEach(VectorSpans.Visitor visitor) {
    for (int i = 0; i < count; i++) {
      int from = tensor.offset() + rows[i] * tensor.columns();
      VectorSpans.visit(from, from + tensor.columns(), visitor);
    }
  }
}
