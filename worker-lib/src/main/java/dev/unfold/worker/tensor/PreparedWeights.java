package dev.unfold.worker.tensor;

/** Weights in the form that makes repeated products fast, valid for one version of them. */
public interface PreparedWeights {
  /** Takes over the present values of the weights. */
  void refresh();

  /** C = A W, or C = A Wᵀ where the weights were prepared transposed. */
  void multiplyInto(Operand a, Matrix c);
}
