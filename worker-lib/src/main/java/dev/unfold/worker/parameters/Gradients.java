package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.stream.Stream;

/**
 * The gradient of a chunk's loss: a flat vector in the layout of the parameters.
 *
 * <p>The gradient of an embedding is sparse, as is that of an output layer of which a chunk
 * computes some classes only: the rows that the chunk touched are listed, and all other rows are
 * zero.
 */
public final class Gradients {
  private final ParameterLayout layout;
  private final Matrix vector;
  private final List<SparseRows> sparse;
  private final VectorSpans all;
  private final VectorSpans dense;

  /**
   * @param vector the memory, [1, layout.length()], initially zero
   * @param sparse the tensors with touched rows
   */
  public Gradients(ParameterLayout layout, Matrix vector, List<SparseRows> sparse) {
    this(layout, vector, sparse, List.of());
  }

  private Gradients(
      ParameterLayout layout, Matrix vector, List<SparseRows> rows, List<ParameterTensor> frozen) {
    this.layout = layout;
    this.vector = vector;
    sparse = rows.stream().filter(tensor -> !frozen.contains(tensor.tensor())).toList();
    all = VectorSpans.without(layout, frozen);
    dense =
        VectorSpans.without(
            layout,
            Stream.concat(frozen.stream(), sparse.stream().map(SparseRows::tensor)).toList());
  }

  /** Returns the same gradient without those of some tensors, which are not trained. */
  public Gradients without(List<ParameterTensor> frozen) {
    return frozen.isEmpty() ? this : new Gradients(layout, vector, sparse, frozen);
  }

  public Matrix vector() {
    return vector;
  }

  /** Returns all that is trained: the complete vector unless tensors are left out. */
  public VectorSpans all() {
    return all;
  }

  /** Returns the spans that differed from zero in any chunk so far, or may have. */
  public VectorSpans everTouched() {
    VectorSpans.Builder spans = new VectorSpans.Builder();
    spans.add(dense);
    sparse.forEach(rows -> rows.addEverTouchedTo(spans));
    return spans.build();
  }

  /** Calls the visitor for every span that may differ from zero, in a fixed order. */
  public void forEachTouched(VectorSpans.Visitor visitor) {
    dense.forEach(visitor);
    for (SparseRows rows : sparse) {
      rows.forEach(visitor);
    }
  }
}
