package dev.unfold.worker.sequence.example;

/** The position in a sequence at which its target is predicted. */
public enum TargetPosition {
  /** The target has one step for each step of the input. */
  EVERY_STEP,
  /** The target is a single step for the complete sequence, predicted at its last step. */
  LAST_STEP,
  /** The target is a sequence of its own, generated from the complete input. */
  OWN_SEQUENCE
}
