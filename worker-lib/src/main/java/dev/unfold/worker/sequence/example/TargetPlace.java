package dev.unfold.worker.sequence.example;

/** Where in a sequence its target is predicted. */
public enum TargetPlace {
  /** A step of the target at each step of the input. */
  EVERY_STEP,
  /** One target for the whole sequence, at its last step. */
  LAST_STEP,
  /** The target is a sequence of its own, which is made of the whole input. */
  OWN_SEQUENCE
}
