package dev.unfold.driver.execution;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.Precision;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.GemmProvider;
import dev.unfold.worker.tensor.ThreadLimit;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matrix kernels of a run, chosen once by the driver. Every task must find the same, since each
 * provider, each precision, each instruction set and each version of a library rounds in its own
 * way.
 *
 * @param provider of the matrix products
 * @param precision of their operands
 * @param instructionSet that the driver found
 * @param library that the driver found, with its version
 */
public record Kernels(
    GemmProvider provider, Precision precision, String instructionSet, String library)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  /** Plain Java has bf16 too, to be compared with: it is slower than any f32. */
  private static final List<GemmProvider> FAST_IN_BF16 = List.of(GemmProvider.ONEDNN);

  /**
   * Chooses the kernels on the driver; every fallback is logged.
   *
   * @throws InvalidSettingException if the wanted provider does not load here, or has no products
   *     in the wanted precision and the settings allow no other
   * @throws IOException if the environment of this JVM lets kernels start threads
   */
  public static Kernels choose(EngineSettings settings, Precision wanted) throws IOException {
    requireOneThread();
    Optional<Kernels> found = find(settings.provider(), wanted);
    if (found.isEmpty() && wanted == Precision.BF16) {
      if (settings.withoutBf16() == EngineSettings.WithoutBf16.REFUSE) {
        throw new InvalidSettingException(
            "training.precision",
            "f32, since the driver's CPU has no bf16 instructions (engine.without-bf16 = f32 would"
                + " fall back to it)",
            wanted);
      }
      LOG.warn("bf16 matrix multiplication is not supported on this machine; falling back to f32");
      found = find(settings.provider(), Precision.F32);
    }
    Kernels kernels =
        found.orElseThrow(
            () ->
                new InvalidSettingException(
                    "engine.provider", "one that loads on this machine", settings.provider()));
    LOG.info("matrix products by {}", kernels);
    return kernels;
  }

  /**
   * The fastest of a precision.
   *
   * @throws InvalidSettingException if this CPU has none of that precision
   * @throws IOException if the environment of this JVM lets kernels start threads
   */
  public static Kernels chooseFastest(Precision precision) throws IOException {
    return choose(
        new EngineSettings(EngineSettings.Provider.AUTO, EngineSettings.WithoutBf16.REFUSE),
        precision);
  }

  private static Optional<Kernels> find(EngineSettings.Provider wanted, Precision precision) {
    for (GemmProvider provider : candidates(wanted, precision)) {
      try {
        if (provider.supports(precision)) {
          try (Gemm gemm = provider.open(precision)) {
            return Optional.of(of(gemm));
          }
        }
      } catch (LinkageError e) {
        LOG.warn(
            "the matrix library {} cannot be used on this machine: {}", provider, e.toString());
      }
    }
    return Optional.empty();
  }

  private static Kernels of(Gemm gemm) {
    GemmProvider provider = gemm.provider();
    return new Kernels(provider, gemm.precision(), gemm.instructionSet(), provider.library());
  }

  /** The driver's environment is the user's to mend. */
  private static void requireOneThread() throws IOException {
    try {
      ThreadLimit.require();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<GemmProvider> candidates(
      EngineSettings.Provider wanted, Precision precision) {
    return switch (wanted) {
      case AUTO -> precision == Precision.F32 ? List.of(GemmProvider.values()) : FAST_IN_BF16;
      case ONEDNN -> List.of(GemmProvider.ONEDNN);
      case OPENBLAS -> List.of(GemmProvider.OPENBLAS);
      case JAVA -> List.of(GemmProvider.JAVA);
    };
  }

  /**
   * Opens the kernels for the calling thread of a task.
   *
   * @throws IllegalStateException if this machine computes in another way than the driver's
   */
  public Gemm open() {
    ThreadLimit.require();
    Gemm gemm = provider.open(precision);
    Kernels found = of(gemm);
    if (!found.equals(this)) {
      gemm.close();
      throw new IllegalStateException(
          "expected "
              + this
              + " as on the driver, found "
              + found
              + " on this executor; the results would differ");
    }
    return gemm;
  }

  /** Without the library. */
  public String arithmetic() {
    return provider + " " + precision + " " + instructionSet;
  }

  @Override
  public String toString() {
    return arithmetic() + " of " + library;
  }
}
