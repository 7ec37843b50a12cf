package dev.unfold.worker.optimizer;

/**
 * One link of an optimizer: turns a gradient, or what an earlier link made of it, into an update.
 * It sees the flat vector in blocks.
 */
public interface GradientTransformation {
  /** Vectors, each as long as the parameters, that it remembers between updates. */
  int slots();

  /**
   * Transforms a block in place.
   *
   * @param update the gradient on the way in
   * @param slots the same block of what it remembers, to be changed in place
   * @param count elements of the block
   */
  void apply(float[] update, float[][] slots, int count, Step step);

  /** Returns whether this transformation scales down a gradient of the given norm. */
  default boolean clips(double gradientNorm) {
    return false;
  }

  /**
   * The values that all blocks of an update share.
   *
   * @param number t, of the update since what the links remember was zero, from 1
   * @param gradientNorm the norm of the untransformed gradient over all parameters
   */
  record Step(long number, double gradientNorm) {}
}
