package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;

/** Weights in oneDNN's blocked layout, which are packed once and multiplied many times. */
final class DnnlPackedWeights implements PreparedWeights, AutoCloseable {
  private final Operand weights;
  private final Matrix packed;
  private final DnnlMatmul matmul;
  private final DnnlReorder packing;

  /**
   * @param matmul the product with the weights, which is closed with them
   * @param transposed whether the right operand of the product is the transpose of the weights
   */
  DnnlPackedWeights(DnnlMatmul matmul, Operand weights, boolean transposed, Workspace workspace) {
    this.matmul = matmul;
    this.weights = weights;
    packing = matmul.packing(transposed);
    packed = matmul.weightsMemory(workspace);
  }

  @Override
  public void refresh() {
    packing.copy(weights, packed);
  }

  @Override
  public void multiplyInto(Operand a, Matrix c) {
    if (a.rows() != matmul.rows()) {
      throw new IllegalArgumentException(
          "weights were prepared for " + matmul.rows() + " rows, found " + a);
    }
    matmul.multiplyInto(a, packed, c);
  }

  @Override
  public void close() {
    packing.close();
    matmul.close();
  }
}
