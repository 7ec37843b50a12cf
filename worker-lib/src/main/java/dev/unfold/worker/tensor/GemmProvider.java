package dev.unfold.worker.tensor;

import dev.unfold.worker.settings.Precision;

/** The families of matrix kernels, fastest first. */
public enum GemmProvider {
  ONEDNN {
    @Override
    public boolean supports(Precision precision) {
      return precision == Precision.F32 || InstructionSet.multipliesBf16();
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
    Gemm create(Precision precision) {
      return new OpenBlasGemm();
    }
  },
  JAVA {
    @Override
    public boolean supports(Precision precision) {
      return true;
    }

    @Override
    Gemm create(Precision precision) {
      return new JavaGemm(precision);
    }
  };

  /**
   * Whether products of a precision are to be had on this machine. JAVA has them all, slowly.
   *
   * @throws LinkageError where the native library is missing for this platform
   */
  public abstract boolean supports(Precision precision);

  /**
   * Kernels for the calling thread.
   *
   * @throws UnsupportedOperationException where the precision is not {@link #supports supported}
   * @throws LinkageError where the native library is missing for this platform
   */
  public final Gemm open(Precision precision) {
    if (!supports(precision)) {
      throw new UnsupportedOperationException(this + " has no products in " + precision + " here");
    }
    return create(precision);
  }

  abstract Gemm create(Precision precision);
}
