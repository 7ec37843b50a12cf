package dev.unfold.worker.network.pooling;

/** A pooling function over the steps of a lane, with its gradient. */
interface PoolingFunction {
  /**
   * Takes a step in.
   *
   * @param state of the lane, zeros before the first step; replaced
   * @param count steps so far, this one with them if it is present
   * @param row in: the step; out: what the steps so far come to
   */
  void forward(int position, boolean present, float count, float[] state, float[] row);

  /**
   * The way back through the same step.
   *
   * @param pending the gradient on its way to earlier steps; replaced
   * @param row in: the gradient of what the steps up to this one come to; out: that of the step
   */
  void backward(int position, boolean present, float[] pending, float[] row);
}
