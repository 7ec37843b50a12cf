package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * The gradient of a chunk's loss: a flat vector in the layout of the parameters.
 *
 * <p>Of a tensor whose rows are mostly untouched by a chunk (an embedding) the rows that the chunk
 * did touch are listed; all others are zero.
 */
public final class Gradients {
  private final Matrix vector;
  private final List<TouchedRows> sparse;
  private final Spans all;
  private final Spans dense;

  /**
   * @param vector the memory, [1, layout.length()], zero
   * @param sparse the tensors with touched rows
   */
  public Gradients(ParameterLayout layout, Matrix vector, List<TouchedRows> sparse) {
    this.vector = vector;
    this.sparse = List.copyOf(sparse);
    all = Spans.of(0, layout.length());
    dense = Spans.without(layout, sparse.stream().map(TouchedRows::tensor).toList());
  }

  public Matrix vector() {
    return vector;
  }

  /** The whole vector. */
  public Spans all() {
    return all;
  }

  /** Calls the visitor for every stretch that may differ from zero, in a fixed order. */
  public void forEachTouched(Spans.Visitor visitor) {
    dense.forEach(visitor);
    for (TouchedRows rows : sparse) {
      rows.forEach(visitor);
    }
  }
}
