package dev.unfold.driver.training.outcome;

/** The outcome of a run that did not fail. */
public enum RunOutcome {
  /** The run completed and its model was written. */
  FINISHED,
  /** The run was stopped on request after a checkpoint; the same command resumes it. */
  INTERRUPTED
}
