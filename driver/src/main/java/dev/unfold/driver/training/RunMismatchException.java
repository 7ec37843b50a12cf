package dev.unfold.driver.training;

import dev.unfold.worker.error.ErrorKind;

/** The run directory holds a run of another configuration; the message names what differs. */
public final class RunMismatchException extends TrainingException {
  private static final long serialVersionUID = 1L;

  private final String differences;
  private final boolean ofKernels;

  /**
   * Makes the refusal of a run.
   *
   * @param message the whole
   * @param differences a line for each key
   * @param ofKernels whether nothing else differs than the kernels
   */
  public RunMismatchException(String message, String differences, boolean ofKernels) {
    super(ErrorKind.CONFIGURATION, message);
    this.differences = differences;
    this.ofKernels = ofKernels;
  }

  /** A line for each key that differs, with what the run has and what was found. */
  public String differences() {
    return differences;
  }

  /** Returns whether only the kernels differ, that is, the machine and not the configuration. */
  public boolean isOfKernels() {
    return ofKernels;
  }
}
