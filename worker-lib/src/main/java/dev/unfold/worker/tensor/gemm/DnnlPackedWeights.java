package dev.unfold.worker.tensor.gemm;

import static dev.unfold.worker.tensor.gemm.DnnlMatmul.rowMajor;
import static dev.unfold.worker.tensor.gemm.DnnlMatmul.transposed;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;

/** Weights in oneDNN's blocked layout, which are packed once and multiplied many times. */
final class DnnlPackedWeights implements PreparedWeights, AutoCloseable {
  private final Matrix weights;
  private final Matrix packed;
  private final DnnlMatmul matmul;
  private final DnnlReorder packing;
  private final int rows;

  DnnlPackedWeights(
      engine cpu,
      stream queue,
      memory.data_type type,
      int rows,
      Matrix weights,
      boolean transposed,
      Workspace workspace) {
    this.weights = weights;
    this.rows = rows;
    int k = transposed ? weights.columns() : weights.rows();
    int n = transposed ? weights.rows() : weights.columns();
    matmul =
        new DnnlMatmul(
            cpu, queue, type, new DnnlMatmul.Shape(DnnlMatmul.Layout.PACKED, rows, k, n, false));
    try (memory.desc rowMajor =
        transposed
            ? transposed(k, n, memory.data_type.f32)
            : rowMajor(k, n, memory.data_type.f32)) {
      packing = new DnnlReorder(cpu, queue, rowMajor, matmul.weightsLayout());
    }
    packed = matmul.weightsMemory(workspace);
  }

  @Override
  public void refresh() {
    packing.copy(weights, packed);
  }

  @Override
  public void multiplyInto(Operand a, Matrix c) {
    if (a.rows() != rows) {
      throw new IllegalArgumentException("weights were prepared for " + rows + " rows, found " + a);
    }
    matmul.multiplyInto(a, packed, c);
  }

  @Override
  public void close() {
    packing.close();
    matmul.close();
  }
}
