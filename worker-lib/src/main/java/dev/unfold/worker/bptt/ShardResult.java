package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * The result of a shard's round.
 *
 * @param shard the index of the shard, from 0
 * @param change the parameters and the optimizer state after the last chunk, where they may differ
 *     from those before the first
 * @param carry the states of its lanes after the last chunk
 * @param metrics the values that it counted
 */
public record ShardResult(int shard, ModelChange change, float[] carry, ShardMetrics metrics)
    implements Serializable {
  /**
   * The values that a shard counted in a round.
   *
   * @param targets the number of targets in its chunks
   * @param updates the number of updates
   * @param loss the sum of the losses over all targets
   * @param targetVariance the variance of numeric targets, in the unit of the loss; 0 if the loss
   *     is in nats
   * @param gradientNorms the sum of the norms of the gradients before clipping, over the updates
   * @param clippedUpdates the number of updates whose gradient norm exceeded {@code
   *     training.clip.norm}
   * @param learningRate the learning rate of the last update, before a factor from the length of
   *     its chunk
   * @param nonFinite the first non-finite value; the shard then stopped training, and its loss and
   *     norms are meaningless, but all its targets are counted
   * @param nanos the elapsed time in nanoseconds
   */
  public record ShardMetrics(
      long targets,
      long updates,
      double loss,
      double targetVariance,
      double gradientNorms,
      long clippedUpdates,
      double learningRate,
      NonFiniteValue nonFinite,
      long nanos)
      implements Serializable {
    /** Returns the loss per target; NaN without targets. */
    public double meanLoss() {
      return loss / targets;
    }
  }
}
