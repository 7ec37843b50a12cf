package dev.unfold.worker.bptt;

import java.io.Serializable;

/**
 * What a shard's round came to.
 *
 * @param shard from 0
 * @param state parameters and optimizer memory after the last chunk
 * @param carry the states of its lanes after the last chunk
 * @param figures what it counted
 */
public record ShardResult(int shard, ModelState state, float[] carry, Figures figures)
    implements Serializable {
  /**
   * What a shard counted over a round.
   *
   * @param targets trained
   * @param updates made
   * @param loss the sum over all targets, in nats
   * @param gradientNorms the sum of the norms of the gradients before clipping, over the updates
   * @param learningRate of the last update
   * @param nanos of wall time
   */
  public record Figures(
      long targets,
      long updates,
      double loss,
      double gradientNorms,
      double learningRate,
      long nanos)
      implements Serializable {}
}
