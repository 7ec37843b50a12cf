package dev.unfold.driver.execution;

import dev.unfold.worker.settings.EngineSettings;
import dev.unfold.worker.settings.InvalidSettingException;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.GemmProvider;
import dev.unfold.worker.tensor.ThreadLimit;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The matrix kernels of a run, chosen once by the driver. Every task must find the same, since each
 * provider and each instruction set rounds in its own way.
 *
 * @param provider of the matrix products
 * @param instructionSet that the driver found
 */
public record Kernels(GemmProvider provider, String instructionSet) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  /**
   * Chooses the kernels on the driver; every fallback is logged.
   *
   * @throws InvalidSettingException if the wanted provider does not load here
   * @throws IOException if the environment of this JVM lets kernels start threads
   */
  public static Kernels choose(EngineSettings settings) throws IOException {
    requireOneThread();
    for (GemmProvider provider : candidates(settings.provider())) {
      try (Gemm gemm = provider.open()) {
        Kernels kernels = new Kernels(provider, gemm.instructionSet());
        LOG.info("matrix products by {}", kernels);
        return kernels;
      } catch (LinkageError e) {
        LOG.warn("matrix products by {} are not to be had here: {}", provider, e.toString());
      }
    }
    throw new InvalidSettingException(
        "engine.provider", "one that loads on this machine", settings.provider());
  }

  /** The driver's environment is the user's to mend. */
  private static void requireOneThread() throws IOException {
    try {
      ThreadLimit.require();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static List<GemmProvider> candidates(EngineSettings.Provider wanted) {
    return switch (wanted) {
      case AUTO -> List.of(GemmProvider.values());
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
    Gemm gemm = provider.open();
    String found = gemm.instructionSet();
    if (!found.equals(instructionSet)) {
      gemm.close();
      throw new IllegalStateException(
          "expected "
              + this
              + " as on the driver, found the instruction set "
              + found
              + " on this executor; the results would differ");
    }
    return gemm;
  }

  @Override
  public String toString() {
    return provider + " " + instructionSet;
  }
}
