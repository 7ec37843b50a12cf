package dev.unfold.worker.tensor;

/** Products of a transposed left operand: gradients of weights. */
@FunctionalInterface
public interface PreparedTransposedProduct {
  /** C = Aᵀ B, or C += Aᵀ B if it accumulates. */
  void multiplyInto(Operand a, Operand b, Matrix c, boolean accumulate);
}
