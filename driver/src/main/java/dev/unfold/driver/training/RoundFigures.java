package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ShardResult.Figures;
import java.util.List;

/**
 * What one round did, over all shards.
 *
 * @param chunks of each shard
 * @param targets trained
 * @param updates the most that a shard made
 * @param loss nats summed over the targets
 * @param gradientNorm mean over all updates, before clipping
 * @param learningRate of the last update
 * @param computeSeconds the longest that a shard took
 * @param seconds from the start of the round to the averaged parameters
 */
record RoundFigures(
    int chunks,
    long targets,
    long updates,
    double loss,
    double gradientNorm,
    double learningRate,
    double computeSeconds,
    double seconds) {

  private static final double NANOS = 1e9;

  /** Sums in the order of the shards. */
  static RoundFigures of(int chunks, List<Figures> shards, double seconds) {
    long targets = 0;
    long updates = 0;
    long allUpdates = 0;
    long nanos = 0;
    double loss = 0;
    double norms = 0;
    double rate = 0;
    for (Figures shard : shards) {
      targets += shard.targets();
      allUpdates += shard.updates();
      loss += shard.loss();
      norms += shard.gradientNorms();
      nanos = Math.max(nanos, shard.nanos());
      if (shard.updates() > updates) {
        updates = shard.updates();
        rate = shard.learningRate();
      }
    }
    return new RoundFigures(
        chunks, targets, updates, loss, norms / allUpdates, rate, nanos / NANOS, seconds);
  }
}
