package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Weights in a layout that makes repeated products fast, valid until the weights change. */
public interface PreparedWeights {
  /** Updates the prepared weights to the current values of the operand they were prepared from. */
  void refresh();

  /** Computes C = A W, or C = A Wᵀ if the weights were prepared transposed. */
  void multiplyInto(Operand a, Matrix c);
}
