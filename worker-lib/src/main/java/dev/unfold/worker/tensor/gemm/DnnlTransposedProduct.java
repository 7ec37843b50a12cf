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
 * Products Aᵀ B in bf16 that first copy A to its transpose and B to oneDNN's blocked layout. If a
 * width is not a multiple of 32, multiplying the operands directly in oneDNN takes up to a third
 * longer than this class does, copies included.
 */
final class DnnlTransposedProduct implements PreparedTransposedProduct, AutoCloseable {
  /**
   * The minimum number of columns of A, by which each element of B is multiplied, for which the
   * copies are worthwhile.
   */
  static final int MIN_COLUMNS = 384;

  /** The number of columns from which oneDNN blocks a matrix faster from f32 than from bf16. */
  private static final int WIDE = 4096;

  private final PreparedTransposedProduct unprepared;
  private final boolean wide;
  private final DnnlReorder transposing;
  private final DnnlReorder packing;
  private final Matrix leftTransposed;
  private final Matrix packed;
  private final DnnlMatmul product;
  private final DnnlMatmul sum;

  /**
   * @param unprepared the products of operands with another number of rows
   */
  DnnlTransposedProduct(
      PreparedTransposedProduct unprepared,
      engine cpu,
      stream queue,
      DnnlMatmul.Shape shape,
      Workspace workspace) {
    this.unprepared = unprepared;
    int k = shape.k();
    int m = shape.m();
    int n = shape.n();
    wide = n >= WIDE;
    product = new DnnlMatmul(cpu, queue, memory.data_type.bf16, shape);
    sum = product.accumulating();
    try (memory.desc left = transposed(m, k, memory.data_type.bf16);
        memory.desc leftRows = rowMajor(m, k, memory.data_type.bf16);
        memory.desc right = rowMajor(k, n, wide ? memory.data_type.f32 : memory.data_type.bf16)) {
      transposing = new DnnlReorder(cpu, queue, left, leftRows);
      packing = new DnnlReorder(cpu, queue, right, product.weightsLayout());
    }
    leftTransposed = workspace.vector((m * k + 1) / 2);
    packed = product.weightsMemory(workspace);
  }

  @Override
  public void multiplyInto(Operand a, Operand b, Matrix c, boolean accumulate) {
    ShapeChecks.requireProduct(a.columns(), a.rows(), b.rows(), b.columns(), c);
    if (!product.is(DnnlMatmul.Layout.PACKED, c.rows(), a.rows(), c.columns(), false)) {
      unprepared.multiplyInto(a, b, c, accumulate);
      return;
    }
    transposing.copy(a, leftTransposed);
    packing.copy(wide ? b.matrix() : b, packed);
    (accumulate ? sum : product).multiplyInto(leftTransposed, packed, c);
  }

  @Override
  public void close() {
    transposing.close();
    packing.close();
    sum.close();
    product.close();
  }
}
