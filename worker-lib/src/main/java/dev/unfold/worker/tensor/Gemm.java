package dev.unfold.worker.tensor;

/**
 * Matrix products of one thread. {@link GemmProvider} chooses the implementation; {@code JAVA} is
 * the reference that the others are tested against.
 *
 * <p>N marks an operand that is read as it is, T one that is read transposed, as in BLAS.
 */
public interface Gemm extends AutoCloseable {
  GemmProvider provider();

  /** The instructions it computes with here; the bits of a product depend on them. */
  String instructionSet();

  /** C = A B, with A [M, K], B [K, N], C [M, N]. */
  void multiplyInto(Matrix a, Matrix b, Matrix c);

  /** C = A Bᵀ, with A [M, K], B [N, K], C [M, N]. */
  void multiplyNtInto(Matrix a, Matrix b, Matrix c);

  /** C = Aᵀ B, or C += Aᵀ B if it accumulates, with A [K, M], B [K, N], C [M, N]. */
  void multiplyTnInto(Matrix a, Matrix b, Matrix c, boolean accumulate);

  /**
   * A right operand that many products with {@code rows} rows on the left will use.
   *
   * @param weights W [K, N]; read when {@link PreparedWeights#refresh} is called
   * @param transposed whether the products are with Wᵀ
   */
  PreparedWeights prepare(int rows, Matrix weights, boolean transposed);

  @Override
  void close();
}
