package dev.unfold.driver.training;

import dev.unfold.driver.training.RoundResult.ShardEnd;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.util.ArrayList;
import java.util.List;

/**
 * What one round did, over the shards that count in its average.
 *
 * @param chunks of each shard
 * @param targets trained
 * @param updates the most that a shard made
 * @param loss nats summed over the targets
 * @param gradientNorm mean over all updates, before clipping
 * @param learningRate of the last update
 * @param computeSeconds the longest that any shard took
 * @param seconds from the start of the round to the averaged parameters
 * @param excluded the shards that do not count
 */
record RoundFigures(
    int chunks,
    long targets,
    long updates,
    double loss,
    double gradientNorm,
    double learningRate,
    double computeSeconds,
    double seconds,
    Excluded excluded) {

  private static final double NANOS = 1e9;

  /**
   * Shards that were left out of an average.
   *
   * @param shards from 0, in their order
   * @param targets of them all
   */
  record Excluded(List<Integer> shards, long targets) {}

  /**
   * Sums in the order of the shards.
   *
   * @param shards of which one at least counts
   */
  static RoundFigures of(int chunks, List<ShardEnd> shards, double seconds) {
    long targets = 0;
    long updates = 0;
    long allUpdates = 0;
    double loss = 0;
    double norms = 0;
    double rate = 0;
    for (Figures shard : counted(shards)) {
      targets += shard.targets();
      allUpdates += shard.updates();
      loss += shard.loss();
      norms += shard.gradientNorms();
      if (shard.updates() > updates) {
        updates = shard.updates();
        rate = shard.learningRate();
      }
    }
    double computeSeconds =
        shards.stream().mapToLong(shard -> shard.figures().nanos()).max().orElseThrow() / NANOS;
    return new RoundFigures(
        chunks,
        targets,
        updates,
        loss,
        norms / allUpdates,
        rate,
        computeSeconds,
        seconds,
        excluded(shards));
  }

  private static List<Figures> counted(List<ShardEnd> shards) {
    return shards.stream().filter(shard -> !shard.excluded()).map(ShardEnd::figures).toList();
  }

  private static Excluded excluded(List<ShardEnd> shards) {
    List<Integer> indices = new ArrayList<>();
    long targets = 0;
    for (ShardEnd shard : shards) {
      if (shard.excluded()) {
        indices.add(shard.index());
        targets += shard.figures().targets();
      }
    }
    return new Excluded(indices, targets);
  }
}
