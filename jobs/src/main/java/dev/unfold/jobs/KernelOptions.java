package dev.unfold.jobs;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.settings.training.Precision;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The option that selects the kernels of a command that uses a model. */
final class KernelOptions {
  @Option(
      names = "--kernels",
      paramLabel = "driver|any",
      defaultValue = "driver",
      description = {
        "driver: rejects executors whose kernels differ from the driver's.",
        "any: each machine uses its own kernels; results may differ in the last digits."
      })
  private Use use;

  /** The values of the option. */
  private enum Use {
    DRIVER,
    ANY
  }

  /** Returns the fastest kernels of the driver, or those of each machine. */
  Kernels choose() throws IOException {
    Kernels fastest = Kernels.chooseFastest(Precision.F32);
    return use == Use.ANY ? fastest.onAnyMachine() : fastest;
  }
}
