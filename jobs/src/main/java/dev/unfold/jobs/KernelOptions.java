package dev.unfold.jobs;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.settings.Precision;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which machines may multiply matrices for a command that uses a model. */
final class KernelOptions {
  @Option(
      names = "--kernels",
      paramLabel = "driver|any",
      defaultValue = "driver",
      description = {
        "driver: executors that compute in another way than the driver are refused.",
        "any: each computes as its processor can; the last digits may differ between them."
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
