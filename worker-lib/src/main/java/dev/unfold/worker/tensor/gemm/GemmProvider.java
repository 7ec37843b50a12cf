package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.settings.training.Precision;

/** The families of matrix kernels, fastest first. */
public enum GemmProvider {
  ONEDNN {
    @Override
    public boolean supports(Precision precision) {
      return precision == Precision.F32 || InstructionSet.multipliesBf16();
    }

    @Override
    public String library() {
      return DnnlGemm.library();
    }

    @Override
    Gemm create(Precision precision) {
      return new DnnlGemm(precision);
    }
  },
  OPENBLAS {
    @Override
    public boolean supports(Precision precision) {
      return precision == Precision.F32;
    }

    @Override
    public String library() {
      return OpenBlasGemm.library();
    }

    @Override
    Gemm create(Precision precision) {
      return new OpenBlasGemm();
    }
  },
  JAVA {
    @Override
    public boolean supports(Precision precision) {
      return true;
    }

    /** Returns {@code Java}, because the arithmetic is the same in every JVM. */
    @Override
    public String library() {
      return "Java";
    }

    @Override
    Gemm create(Precision precision) {
      return new JavaGemm(precision);
    }
  };

  /**
   * Returns whether this provider supports a precision on this machine. {@code JAVA} supports every
   * precision, but slowly.
   *
   * @throws LinkageError if the native library is missing for this platform
   */
  public abstract boolean supports(Precision precision);

  /**
   * Returns the library and its version, such as oneDNN 2.5.2; another version may sum in another
   * order.
   *
   * @throws LinkageError if the native library is missing for this platform
   */
  public abstract String library();

  /**
   * Opens the kernels for the calling thread.
   *
   * @throws UnsupportedOperationException if the precision is not {@link #supports supported}
   * @throws LinkageError if the native library is missing for this platform
   */
  public final Gemm open(Precision precision) {
    if (!supports(precision)) {
      throw new UnsupportedOperationException(this + " has no products in " + precision + " here");
    }
    return create(precision);
  }

  abstract Gemm create(Precision precision);
}
