package dev.unfold.driver.operation;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.settings.training.Precision;
import java.io.IOException;

/** The kernels that executors may use with a trained model. */
public enum KernelPolicy {
  /** Executors whose kernels differ from the driver's are rejected. */
  DRIVER,
  /** Each machine uses its own kernels; results may differ in the last digits. */
  ANY;

  /**
   * Returns the fastest kernels of the driver, or those of each machine.
   *
   * @throws IOException if the environment of this JVM allows kernels to start threads
   */
  public Kernels choose() throws IOException {
    Kernels fastest = Kernels.chooseFastest(Precision.F32);
    return this == ANY ? fastest.onAnyMachine() : fastest;
  }
}
