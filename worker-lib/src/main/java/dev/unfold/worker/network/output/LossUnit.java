package dev.unfold.worker.network.output;

/** The unit of the loss of one target. */
public enum LossUnit {
  /** The negative logarithm of a probability, which has no unit of its own. */
  NATS,
  /** The squared error, summed over the numbers of a frame, in the square of the targets' unit. */
  SQUARED_ERROR,
  /**
   * The squared error, averaged over the numbers of a frame, in the square of the targets' unit.
   */
  MEAN_SQUARED_ERROR
}
