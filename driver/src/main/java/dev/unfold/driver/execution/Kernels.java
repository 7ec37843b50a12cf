package dev.unfold.driver.execution;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import dev.unfold.worker.tensor.gemm.NativeLibraries;
import dev.unfold.worker.tensor.memory.MachineException;
import dev.unfold.worker.tensor.memory.SingleThreadCheck;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matrix kernels of a run, chosen once by the driver. Every task must use the same kernels,
 * since providers, precisions, instruction sets and library versions differ in rounding.
 *
 * @param provider the provider of the matrix products
 * @param precision the precision of their operands
 * @param instructionSet the instruction set of the driver
 * @param library the library of the driver, with its version and implementation
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

  /**
   * The providers with fast bf16. Java also implements bf16, for comparison, but it is slower than
   * any f32 provider.
   */
  private static final List<GemmProvider> FAST_IN_BF16 = List.of(GemmProvider.ONEDNN);

  /** Creates kernels that every task must use unchanged. */
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
   * @throws InvalidSettingException if the requested provider cannot be loaded, or does not support
   *     the requested precision and the settings allow no other
   * @throws MachineException if the environment of this JVM allows kernels to start threads, or
   *     native memory cannot be used
   */
  public static Kernels choose(EngineSettings settings, Precision requested) {
    requireUsable();
    Optional<Kernels> available = find(settings.provider(), requested);
    if (available.isEmpty() && requested == Precision.BF16) {
      if (settings.withoutBf16() == EngineSettings.WithoutBf16.REFUSE) {
        throw new InvalidSettingException(
            "training.precision",
            "f32, since the driver's CPU has no bf16 instructions (engine.without-bf16 = f32 would"
                + " fall back to it)",
            requested);
      }
      LOG.warn("bf16 matrix multiplication is not supported on this machine; falling back to f32");
      available = find(settings.provider(), Precision.F32);
    }
    Kernels kernels =
        available.orElseThrow(
            () ->
                new InvalidSettingException(
                    "engine.provider", "one that loads on this machine", settings.provider()));
    LOG.info("using {} for matrix multiplication", kernels);
    return kernels;
  }

  /**
   * Returns the fastest kernels of a precision.
   *
   * @throws InvalidSettingException if there are none of that precision for this CPU
   * @throws MachineException if the environment of this JVM allows kernels to start threads
   */
  public static Kernels chooseFastest(Precision precision) {
    return choose(
        new EngineSettings(EngineSettings.Provider.AUTO, EngineSettings.WithoutBf16.REFUSE),
        precision);
  }

  private static Optional<Kernels> find(EngineSettings.Provider requested, Precision precision) {
    return openFirst(
        candidates(requested, precision),
        precision,
        (provider, gemm) -> {
          try (gemm) {
            return of(provider, gemm);
          }
        });
  }

  /** Opens the first provider that can be used and returns what is made of it. */
  private static <T> Optional<T> openFirst(
      List<GemmProvider> candidates, Precision precision, BiFunction<GemmProvider, Gemm, T> use) {
    return GemmProvider.openFirst(
        candidates,
        precision,
        use,
        (provider, e) ->
            LOG.warn(
                "the matrix library {} cannot be used on this machine: {}",
                provider,
                e.toString()));
  }

  private static Kernels of(GemmProvider provider, Gemm gemm) {
    return new Kernels(provider, gemm.precision(), gemm.instructionSet(), gemm.library());
  }

  private static void requireUsable() {
    SingleThreadCheck.require();
    NativeLibraries.requireMemory();
  }

  private static List<GemmProvider> candidates(
      EngineSettings.Provider requested, Precision precision) {
    return switch (requested) {
      case AUTO -> precision == Precision.F32 ? List.of(GemmProvider.values()) : FAST_IN_BF16;
      case ONEDNN -> List.of(GemmProvider.ONEDNN);
      case OPENBLAS -> List.of(GemmProvider.OPENBLAS);
      case JAVA -> List.of(GemmProvider.JAVA);
    };
  }

  /**
   * Opens the kernels for the calling thread of a task.
   *
   * @throws MachineException if this machine does not have the kernels of the driver
   */
  public Gemm open() {
    requireUsable();
    return anyMachine ? openFastest() : openSame();
  }

  private Gemm openFastest() {
    return openFirst(
            candidates(EngineSettings.Provider.AUTO, precision), precision, (fastest, gemm) -> gemm)
        .orElseThrow(
            () ->
                new MachineException(
                    "no matrix multiplication in " + precision + " on this machine"));
  }

  private Gemm openSame() {
    Gemm gemm;
    try {
      gemm = provider.open(precision);
    } catch (LinkageError e) {
      throw NativeLibraries.cannotLoad(library, e);
    } catch (UnsupportedOperationException e) {
      throw otherMachine("no matrix multiplication in " + precision, e);
    }
    Kernels here = of(provider, gemm);
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
            + " on this executor, which would compute different results; start the driver on a machine"
            + " with the same processor as the executors; to use the kernels of each machine, predict,"
            + " score and evaluate have --kernels any, requests of dev.unfold.api and models of"
            + " dev.unfold.ml have anyKernels; train has engine.provider = java",
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
