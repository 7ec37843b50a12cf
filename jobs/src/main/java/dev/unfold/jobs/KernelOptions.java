package dev.unfold.jobs;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.settings.Precision;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The option that tells which kernels a command that uses a model may run on. */
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

  /** Names are those of the option's values. */
  private enum Use {
    DRIVER,
    ANY
  }

  /** The fastest kernels of the driver, or those of each machine. */
  Kernels choose() throws IOException {
    Kernels fastest = Kernels.chooseFastest(Precision.F32);
    return use == Use.ANY ? fastest.onAnyMachine() : fastest;
  }
}
