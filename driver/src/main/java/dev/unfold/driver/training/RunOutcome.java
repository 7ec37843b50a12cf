package dev.unfold.driver.training;

/** How a run ended, if it did not fail. */
public enum RunOutcome {
  /** The model is written. */
  FINISHED,
  /** Stopped on request after a checkpoint; the same command goes on from there. */
  INTERRUPTED
}
