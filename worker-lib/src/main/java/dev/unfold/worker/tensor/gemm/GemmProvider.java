package dev.unfold.worker.tensor.gemm;

import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.memory.MachineException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

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
   * Opens the first provider that can be used on this machine and returns what is made of it.
   *
   * @param missing is told of each provider before it whose native library cannot be loaded, or has
   *     no kernels for this processor
   */
  public static <T> Optional<T> openFirst(
      List<GemmProvider> candidates,
      Precision precision,
      BiFunction<GemmProvider, Gemm, T> use,
      BiConsumer<GemmProvider, Throwable> missing) {
    for (GemmProvider provider : candidates) {
      try {
        if (provider.supports(precision)) {
          return Optional.of(use.apply(provider, provider.open(precision)));
        }
      } catch (LinkageError | MachineException e) {
        missing.accept(provider, e);
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether this provider supports a precision on this machine. {@code JAVA} supports every
   * precision, but slowly.
   *
   * @throws LinkageError if the native library is missing for this platform
   */
  public abstract boolean supports(Precision precision);

  /**
   * Opens the kernels for the calling thread.
   *
   * @throws UnsupportedOperationException if the precision is not {@link #supports supported}
   * @throws LinkageError if the native library is missing for this platform
   * @throws MachineException if the library has no kernels for this processor
   */
  public final Gemm open(Precision precision) {
    if (!supports(precision)) {
      throw new UnsupportedOperationException(this + " has no products in " + precision + " here");
    }
    return create(precision);
  }

  abstract Gemm create(Precision precision);
}
