package dev.unfold.worker.optimizer;

/**
 * One link of an optimizer, which turns a gradient, or the output of the previous link, into an
 * update. It processes the flat vector in blocks.
 */
public interface GradientTransformation {
  /**
   * Returns the number of vectors, each as long as the parameters, that it keeps between updates.
   */
  int slots();

  /**
   * Transforms a block in place.
   *
   * @param update in: the gradient or the output of the previous link; out: the transformed update
   * @param slots the same block of the vectors that it keeps, updated in place
   * @param count the number of elements of the block
   */
  void apply(float[] update, float[][] slots, int count, Step step);

  /**
   * Returns whether it changes elements whose gradient is zero: their state, or the parameters by
   * an update other than zero.
   */
  default boolean changesUntouched() {
    return false;
  }

  /** Returns whether this transformation scales down a gradient of the given norm. */
  default boolean clips(double gradientNorm) {
    return false;
  }

  /**
   * The values that all blocks of an update share.
   *
   * @param number t, the number of the update since the state of the links was zero, from 1
   * @param gradientNorm the norm of the untransformed gradient over all parameters
   */
  record Step(long number, double gradientNorm) {}
}
