package dev.unfold.worker.tensor;

/** Weights of a provider that gains nothing from another layout. */
final class UnpackedWeights implements PreparedWeights {
  private final Gemm gemm;
  private final Matrix weights;
  private final boolean transposed;

  UnpackedWeights(Gemm gemm, Matrix weights, boolean transposed) {
    this.gemm = gemm;
    this.weights = weights;
    this.transposed = transposed;
  }

  @Override
  public void refresh() {
    // The products read the weights themselves.
  }

  @Override
  public void multiplyInto(Matrix a, Matrix c) {
    if (transposed) {
      gemm.multiplyNtInto(a, weights, c);
    } else {
      gemm.multiplyInto(a, weights, c);
    }
  }
}
