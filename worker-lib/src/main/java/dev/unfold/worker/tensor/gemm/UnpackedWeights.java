package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The weights of a provider for which another layout has no advantage. */
record UnpackedWeights(Gemm gemm, Operand weights, boolean transposed) implements PreparedWeights {
  @Override
  public void refresh() {
    weights.refresh();
  }

  @Override
  public void multiplyInto(Operand a, Matrix c) {
    if (transposed) {
      gemm.multiplyNtInto(a, weights, c);
    } else {
      gemm.multiplyInto(a, weights, c);
    }
  }
}
