package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The weights of a provider for which another layout has no advantage. */
record UnpackedWeights(Gemm gemm, Operand weights, boolean transposed) implements PreparedWeights {
  /** Does nothing, because products read the operand itself. */
  @Override
  public void refresh() {
    // An operand is not a copy in another layout.
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
