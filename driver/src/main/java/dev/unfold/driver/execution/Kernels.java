package dev.unfold.driver.execution;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.settings.Precision;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.GemmProvider;
import dev.unfold.worker.tensor.MachineException;
import dev.unfold.worker.tensor.NativeLibraries;
import dev.unfold.worker.tensor.SingleThreadCheck;
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
 * @param anyMachine whether a task may use the fastest kernels of its own machine instead
 */
public record Kernels(
    GemmProvider provider,
    Precision precision,
    String instructionSet,
    String library,
    boolean anyMachine)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  /** Plain Java has bf16 too, to be compared with: it is slower than any f32. */
  private static final List<GemmProvider> FAST_IN_BF16 = List.of(GemmProvider.ONEDNN);

  /** Kernels that every task must find as they are. */
  public Kernels(
      GemmProvider provider, Precision precision, String instructionSet, String library) {
    this(provider, precision, instructionSet, library, false);
  }

  /** Returns kernels with which each task may use the fastest ones of its own machine. */
  public Kernels onAnyMachine() {
    return new Kernels(provider, precision, instructionSet, library, true);
  }

  /**
   * Chooses the kernels on the driver; every fallback is logged.
   *
   * @throws InvalidSettingException if the wanted provider does not load here, or has no products
   *     in the wanted precision and the settings allow no other
   * @throws IOException if the environment of this JVM lets kernels start threads, or native memory
   *     cannot be used
   */
  public static Kernels choose(EngineSettings settings, Precision wanted) throws IOException {
    requireUsable();
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
    LOG.info("using {} for matrix multiplication", kernels);
    return kernels;
  }

  /**
   * Returns the fastest of a precision.
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
    Optional<Gemm> opened = openFirst(candidates(wanted, precision), precision);
    try (Gemm gemm = opened.orElse(null)) {
      return opened.map(Kernels::of);
    }
  }

  private static Optional<Gemm> openFirst(List<GemmProvider> candidates, Precision precision) {
    for (GemmProvider provider : candidates) {
      try {
        if (provider.supports(precision)) {
          return Optional.of(provider.open(precision));
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
  private static void requireUsable() throws IOException {
    try {
      SingleThreadCheck.require();
      NativeLibraries.requireMemory();
    } catch (MachineException e) {
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
   * @throws MachineException if this machine cannot multiply as the driver's does, or not at all
   */
  public Gemm open() {
    SingleThreadCheck.require();
    NativeLibraries.requireMemory();
    return anyMachine ? openFastest() : openSame();
  }

  private Gemm openFastest() {
    return openFirst(candidates(EngineSettings.Provider.AUTO, precision), precision)
        .orElseThrow(
            () -> new MachineException("no products in " + precision + " on this machine"));
  }

  private Gemm openSame() {
    Gemm gemm;
    try {
      gemm = provider.open(precision);
    } catch (LinkageError e) {
      throw NativeLibraries.cannotLoad(library, e);
    } catch (UnsupportedOperationException e) {
      throw otherMachine("no products in " + precision, e);
    }
    Kernels here = of(gemm);
    if (!here.equals(this)) {
      gemm.close();
      throw otherMachine(here.toString(), null);
    }
    return gemm;
  }

  private MachineException otherMachine(String here, Throwable cause) {
    return new MachineException(
        "expected "
            + this
            + " as on the driver, found "
            + here
            + " on this executor, which would compute other results; start the driver on a machine"
            + " with the same processor as the executors; predict and evaluate also have --kernels"
            + " any, which computes on each machine as it can, and train has engine.provider = java",
        cause);
  }

  /** Returns the kernels as text, without the version of the library. */
  public String arithmetic() {
    return provider + " " + precision + " " + instructionSet;
  }

  @Override
  public String toString() {
    return arithmetic() + " of " + library;
  }
}
