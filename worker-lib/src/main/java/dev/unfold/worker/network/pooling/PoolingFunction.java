package dev.unfold.worker.network.pooling;

/** A pooling function over the steps of a lane, with its gradient. */
interface PoolingFunction {
  /**
   * Adds a step to the pool.
   *
   * @param pooled whether the step is pooled
   * @param state the state of the lane, zeros before the first step; replaced
   * @param count the number of steps so far, including this one if it is pooled
   * @param row in: the step; out: the pooled value of the steps so far
   */
  void forward(int position, boolean pooled, float count, float[] state, float[] row);

  /**
   * Backpropagates through the same step.
   *
   * @param pending the gradient on its way to earlier steps; replaced
   * @param row in: the gradient of the pooled value of the steps up to this one; out: the gradient
   *     of the step
   */
  void backward(int position, boolean pooled, float[] pending, float[] row);
}
