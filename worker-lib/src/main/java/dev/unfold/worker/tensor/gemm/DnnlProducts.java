package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.gemm.DnnlMatmul.Layout;
import dev.unfold.worker.tensor.gemm.DnnlMatmul.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/**
 * Products of operands that are not prepared, with one matmul primitive for each shape.
 *
 * <p>On AMX, oneDNN 3.13 needs up to three times as long for a product of more than 256 rows whose
 * number is not a multiple of 32, unless it has few columns. Such a product A B is computed in
 * blocks of columns, which have the same bits there. The shape alone decides, on every processor.
 */
final class DnnlProducts implements AutoCloseable {
  private static final int BLOCK_COLUMNS = 1024;

  /** The number of rows up to which all columns at once are as fast. */
  private static final int FEW_ROWS = 256;

  /** The number of rows, two tiles of AMX, of whose multiples all columns at once are as fast. */
  private static final int TWO_TILES = 32;

  private final engine cpu;
  private final stream queue;
  private final memory.data_type type;
  private final List<DnnlMatmul> matmuls = new ArrayList<>();

  /**
   * @param type the type of the operands
   */
  DnnlProducts(engine cpu, stream queue, memory.data_type type) {
    this.cpu = cpu;
    this.queue = queue;
    this.type = type;
  }

  /**
   * Computes C = A B with row-major operands, or C += A B if {@code accumulate} is set.
   *
   * @param a A [M, K], or memory that contains it
   * @param k K
   */
  void multiplyInto(Operand a, int k, Operand b, Matrix c, boolean accumulate) {
    int n = c.columns();
    int block = c.rows() > FEW_ROWS && c.rows() % TWO_TILES != 0 ? BLOCK_COLUMNS : n;
    for (int column = 0; column < n; column += block) {
      int width = Math.min(block, n - column);
      matmul(Layout.NN, c.rows(), k, width, n, accumulate).multiplyInto(a, b, c, column);
    }
  }

  /**
   * Computes C = A B or C += A B with an operand that is stored as its transpose.
   *
   * @param layout which operand is stored as its transpose
   * @param k the number of columns of A
   */
  void multiplyInto(Layout layout, Operand a, int k, Operand b, Matrix c, boolean accumulate) {
    matmul(layout, c.rows(), k, c.columns(), c.columns(), accumulate).multiplyInto(a, b, c, 0);
  }

  /**
   * Returns the primitive of a shape by a linear search, which unlike a map needs no new key object
   * for every product.
   */
  private DnnlMatmul matmul(Layout layout, int m, int k, int n, int stride, boolean accumulate) {
    for (int i = 0; i < matmuls.size(); i++) {
      if (matmuls.get(i).is(layout, m, k, n, stride, accumulate)) {
        return matmuls.get(i);
      }
    }
    DnnlMatmul matmul =
        new DnnlMatmul(cpu, queue, type, new Shape(layout, m, k, n, stride, accumulate));
    matmuls.add(matmul);
    return matmul;
  }

  @Override
  public void close() {
    matmuls.forEach(DnnlMatmul::close);
  }
}
