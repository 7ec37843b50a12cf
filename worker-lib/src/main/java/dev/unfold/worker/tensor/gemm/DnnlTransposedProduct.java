package dev.unfold.worker.tensor.gemm;

import static dev.unfold.worker.tensor.gemm.DnnlMatmul.rowMajor;
import static dev.unfold.worker.tensor.gemm.DnnlMatmul.transposed;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.ShapeChecks;
import dev.unfold.worker.tensor.Workspace;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * Products Aᵀ B in bf16 that first copy A to its transpose. oneDNN multiplies the transpose by a
 * wide B faster than A itself, the copy included; on AMX, with the same bits.
 */
final class DnnlTransposedProduct implements PreparedTransposedProduct, AutoCloseable {
  /** The number of columns from which A is wide. */
  private static final int WIDE_LEFT = 384;

  /** The number of columns of B from which the copy of a wide A is worthwhile on AMX. */
  private static final int MIN_RIGHT = 512;

  /** The number of columns of B from which the copy of any A is worthwhile on AMX. */
  private static final int MIN_RIGHT_OF_NARROW = 2560;

  private final PreparedTransposedProduct unprepared;
  private final DnnlProducts products;
  private final int k;
  private final int m;
  private final DnnlReorder transposing;
  private final Matrix leftTransposed;

  /**
   * @param unprepared the products of operands with another number of rows
   * @param products the products with the transpose
   * @param k the number of rows of A
   * @param m the number of columns of A
   */
  DnnlTransposedProduct(
      PreparedTransposedProduct unprepared,
      DnnlProducts products,
      DnnlReorder transposing,
      int k,
      int m,
      Workspace workspace) {
    this.unprepared = unprepared;
    this.products = products;
    this.k = k;
    this.m = m;
    this.transposing = transposing;
    leftTransposed = workspace.vector((m * k + 1) / 2);
  }

  /**
   * Returns whether the copy is worthwhile.
   *
   * @param m the number of columns of A
   * @param n the number of columns of B
   */
  static boolean pays(int m, int n) {
    return n >= (m < WIDE_LEFT ? MIN_RIGHT_OF_NARROW : MIN_RIGHT);
  }

  /** Returns the copy of a matrix [k, m] in bf16 to its transpose. */
  static DnnlReorder transposing(engine cpu, stream queue, int k, int m) {
    try (memory.desc from = transposed(m, k, memory.data_type.bf16);
        memory.desc to = rowMajor(m, k, memory.data_type.bf16)) {
      return new DnnlReorder(cpu, queue, from, to);
    }
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    ShapeChecks.requireProduct(a.columns(), a.rows(), b.rows(), b.columns(), c);
    if (a.rows() == k && a.columns() == m) {
      transposing.copy(a, leftTransposed);
      products.multiplyInto(leftTransposed, k, b, c, accumulate);
    } else {
      unprepared.multiplyInto(a, b, c, accumulate);
    }
  }

  @Override
  public void close() {
    transposing.close();
  }
}
