package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * The result of a shard's round.
 *
 * @param shard from 0
 * @param state parameters and optimizer memory after the last chunk
 * @param carry the states of its lanes after the last chunk
 * @param figures what it counted
 */
public record ShardResult(int shard, ModelState state, float[] carry, Figures figures)
    implements Serializable {
  /**
   * The figures that a shard counted in a round.
   *
   * @param targets of its chunks
   * @param updates made
   * @param loss the sum over all targets
   * @param targetVariance of targets that are numbers, in the unit of the loss; 0 where the loss is
   *     in nats
   * @param gradientNorms the sum of the norms of the gradients before clipping, over the updates
   * @param clippedUpdates those whose gradient was longer than {@code training.clip.norm}
   * @param learningRate of the last update
   * @param nonFinite why the shard cannot count; it then stopped training, and loss and norms mean
   *     nothing, but its targets are all there
   * @param nanos of wall time
   */
  public record Figures(
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
    /** Returns the loss per target; NaN without any. */
    public double meanLoss() {
      return loss / targets;
    }
  }
}
