package dev.unfold.jobs.option;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.operation.KernelPolicy;
import java.io.IOException;
import picocli.CommandLine.Option;

/** The option that selects the kernels of a command that uses a model. */
public final class KernelOptions {
  @Option(
      names = "--kernels",
      paramLabel = "driver|any",
      defaultValue = "driver",
      description = {
        "driver: rejects executors whose kernels differ from the driver's.",
        "any: each machine uses its own kernels; results may differ in the last digits."
      })
  private KernelPolicy policy;

  /** Returns the fastest kernels of the driver, or those of each machine. */
  public Kernels choose() throws IOException {
    return policy.choose();
  }
}
