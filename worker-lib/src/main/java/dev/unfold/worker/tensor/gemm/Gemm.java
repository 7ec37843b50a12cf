package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;

/**
 * Matrix products of one thread. {@link GemmProvider} chooses the implementation; {@code JAVA} is
 * the reference that the others are tested against.
 *
 * <p>Operands are read in the precision of the products and created by {@link #operand}; sums and
 * results are f32. As in BLAS, N denotes an operand that is read unchanged, and T one that is read
 * transposed.
 */
public interface Gemm extends AutoCloseable {
  Precision precision();

  /**
   * Returns the library with its version and, where it tells, the implementation of its products,
   * such as oneDNN 3.13.0 (brg_matmul:avx512_core); another one may sum in another order.
   */
  String library();

  /**
   * Returns the instruction set that it uses on this machine; the bits of a product depend on it.
   */
  String instructionSet();

  /**
   * Returns a number of rows such that a product with so many rows on the left rounds equal rows
   * alike. Among other numbers of rows, the last ones may be rounded differently.
   */
  default int rowsRoundedAlike() {
    return 24;
  }

  /**
   * Returns the number of which the rows on the left must be a multiple if equal rows shall be
   * rounded alike in all products, whatever the numbers of their rows; 1 if these products, like
   * those of training, do not promise it. Who chooses a number of rows chooses a multiple.
   */
  default int rowMultiple() {
    return 1;
  }

  /**
   * Returns a matrix as an operand of this precision: the matrix itself, or a copy that is updated
   * by {@link Operand#refresh}.
   *
   * @param workspace the workspace that a copy is allocated from
   */
  Operand operand(Matrix matrix, Workspace workspace);

  /** Computes C = A B, with A [M, K], B [K, N], C [M, N]. */
  void multiplyInto(Operand a, Operand b, Matrix c);

  /** Computes C = A Bᵀ, with A [M, K], B [N, K], C [M, N]. */
  void multiplyNtInto(Operand a, Operand b, Matrix c);

  /**
   * Computes C = Aᵀ B, or C += Aᵀ B if {@code accumulate} is set, with A [K, M], B [K, N], C [M,
   * N].
   */
  void multiplyTnInto(Operand a, Operand b, Matrix c, boolean accumulate);

  /**
   * Prepares products like {@link #multiplyTnInto} of operands that mostly have {@code k} rows.
   *
   * @param k the number of rows of both operands; other numbers work, too, but slower
   * @param m the number of columns of A
   * @param n the number of columns of B, which is refreshed after every change
   * @param workspace the workspace that memory for operands in another layout is allocated from
   */
  default PreparedTransposedProduct prepareTn(int k, int m, int n, Workspace workspace) {
    return this::multiplyTnInto;
  }

  /**
   * Prepares a right operand for many products with {@code rows} rows on the left.
   *
   * @param weights W [K, N], an {@link #operand} of these products, which several prepared weights
   *     may share; read when {@link PreparedWeights#refresh} is called
   * @param transposed whether the products are with Wᵀ
   * @param workspace the workspace that the prepared weights are allocated from
   */
  PreparedWeights prepare(int rows, Operand weights, boolean transposed, Workspace workspace);

  @Override
  void close();
}
