package dev.unfold.worker.tensor;

/** Prepared products of a transposed left operand, which compute the gradients of weights. */
@FunctionalInterface
public interface PreparedTransposedProduct {
  /** Computes C = Aᵀ B, or C += Aᵀ B if {@code accumulate} is set. */
  void multiplyInto(Operand a, Operand b, Matrix c, boolean accumulate);
}
