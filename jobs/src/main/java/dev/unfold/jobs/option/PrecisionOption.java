package dev.unfold.jobs.option;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.settings.training.Precision;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option for the precision of what one thread computes. */
public final class PrecisionOption {
  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "f32",
      description = "Precision of the operands of matrix products: f32 or bf16.")
  private Precision precision;

  /** Returns the precision. */
  public Precision value() {
    return precision;
  }

  /** Returns the fastest kernels of this precision on this machine. */
  public Kernels kernels() {
    return Kernels.chooseFastest(precision);
  }

  /** Adds what is known of the kernels to the results of a benchmark. */
  public static void describe(Kernels kernels, Map<String, Object> results) {
    results.put("precision", kernels.precision());
    results.put("provider", kernels.provider());
    results.put("instructionSet", kernels.instructionSet());
  }
}
