package dev.unfold.driver.training.outcome;

import dev.unfold.worker.error.ErrorKind;

/**
 * The run directory contains a run with a different configuration; the message names the
 * differences.
 */
public final class RunMismatchException extends TrainingException {
  private static final long serialVersionUID = 1L;

  private final String differences;
  private final boolean ofKernels;

  /**
   * Creates an exception.
   *
   * @param message the complete message
   * @param differences a line for each key
   * @param ofKernels whether only the kernels differ
   */
  public RunMismatchException(String message, String differences, boolean ofKernels) {
    super(ErrorKind.CONFIGURATION, message);
    this.differences = differences;
    this.ofKernels = ofKernels;
  }

  /** Returns a line for each key that differs, with the value of the run and the actual value. */
  public String differences() {
    return differences;
  }

  /** Returns whether only the kernels differ, that is, the machine and not the configuration. */
  public boolean isOfKernels() {
    return ofKernels;
  }
}
