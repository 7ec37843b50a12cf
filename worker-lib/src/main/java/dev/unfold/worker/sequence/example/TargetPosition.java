package dev.unfold.worker.sequence.example;

/** The position in a sequence at which its target is predicted. */
public enum TargetPosition {
  /** A step of the target at each step of the input. */
  EVERY_STEP,
  /** One target for the whole sequence, at its last step. */
  LAST_STEP,
  /** The target is a sequence of its own, which is made of the whole input. */
  OWN_SEQUENCE
}
