package dev.unfold.driver.training;

/** The outcome of a run that did not fail. */
public enum RunOutcome {
  /** The model is written. */
  FINISHED,
  /** Stopped on request after a checkpoint; the same command goes on from there. */
  INTERRUPTED
}
