package dev.unfold.worker.tensor;

/** The families of matrix kernels, fastest first. */
public enum GemmProvider {
  ONEDNN {
    @Override
    public Gemm open() {
      return new DnnlGemm();
    }
  },
  OPENBLAS {
    @Override
    public Gemm open() {
      return new OpenBlasGemm();
    }
  },
  JAVA {
    @Override
    public Gemm open() {
      return new JavaGemm();
    }
  };

  /**
   * Kernels for the calling thread.
   *
   * @throws LinkageError where the native library is missing for this platform
   */
  public abstract Gemm open();
}
