package dev.unfold.worker.tensor;

import dev.unfold.worker.settings.Precision;

/**
 * Matrix products of one thread. {@link GemmProvider} chooses the implementation; {@code JAVA} is
 * the reference that the others are tested against.
 *
 * <p>Operands are read in the precision of the products, {@link #operand} makes them; sums and
 * results are f32. N marks an operand that is read as it is, T one that is read transposed, as in
 * BLAS.
 */
public interface Gemm extends AutoCloseable {
  GemmProvider provider();

  Precision precision();

  /** Returns the instructions it computes with here; the bits of a product depend on them. */
  String instructionSet();

  /**
   * A matrix as an operand of this precision: itself, or a copy that follows it when it is {@link
   * Operand#refresh refreshed}.
   *
   * @param workspace that a copy is taken from
   */
  Operand operand(Matrix matrix, Workspace workspace);

  /** C = A B, with A [M, K], B [K, N], C [M, N]. */
  void multiplyInto(Operand a, Operand b, Matrix c);

  /** C = A Bᵀ, with A [M, K], B [N, K], C [M, N]. */
  void multiplyNtInto(Operand a, Operand b, Matrix c);

  /** C = Aᵀ B, or C += Aᵀ B if it accumulates, with A [K, M], B [K, N], C [M, N]. */
  void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate);

  /**
   * Products like {@link #multiplyTnInto} of operands that mostly have {@code k} rows.
   *
   * @param k rows of both operands; others work too, slower
   * @param m columns of A
   * @param n columns of B, which is refreshed after every change
   * @param workspace that memory for operands in another layout is taken from
   */
  default PreparedTransposedProduct prepareTn(int k, int m, int n, Workspace workspace) {
    return this::multiplyTnInto;
  }

  /**
   * A right operand that many products with {@code rows} rows on the left will use.
   *
   * @param weights W [K, N]; read when {@link PreparedWeights#refresh} is called
   * @param transposed whether the products are with Wᵀ
   * @param workspace that the prepared form is taken from
   */
  PreparedWeights prepare(int rows, Matrix weights, boolean transposed, Workspace workspace);

  @Override
  void close();
}
