package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Prepared products of a transposed left operand, which compute the gradients of weights. */
@FunctionalInterface
public interface PreparedTransposedProduct {
  /** Computes C = Aᵀ B, or C += Aᵀ B if {@code accumulate} is set. */
  void multiplyInto(Operand a, Operand b, Matrix c, boolean accumulate);
}
