package dev.unfold.driver.training;

import dev.unfold.driver.training.RoundResult.ShardEnd;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of one round, over the shards that are included in its average.
 *
 * @param chunks of each shard
 * @param targets trained
 * @param updates the most that a shard made
 * @param loss nats summed over the targets
 * @param spread of the shards' mean losses
 * @param gradientNorm mean over all updates, before clipping
 * @param clippedShare of all updates, those whose gradient was longer than {@code
 *     training.clip.norm}
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
    Spread spread,
    double gradientNorm,
    double clippedShare,
    double learningRate,
    double computeSeconds,
    double seconds,
    Excluded excluded) {

  private static final double NANOS = 1e9;

  /**
   * The range of the shards' mean losses in a round, in nats per target.
   *
   * @param least the mean loss of the shard with the lowest
   * @param most of that with the highest
   */
  record Spread(double least, double most) {
    static Spread of(List<Figures> shards) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (Figures shard : shards) {
        if (shard.targets() > 0) {
          least = Math.min(least, shard.meanLoss());
          most = Math.max(most, shard.meanLoss());
        }
      }
      return new Spread(least, most);
    }
  }

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
    double clipped = 0;
    double rate = 0;
    List<Figures> counted = counted(shards);
    for (Figures shard : counted) {
      targets += shard.targets();
      allUpdates += shard.updates();
      loss += shard.loss();
      norms += shard.gradientNorms();
      clipped += shard.clippedUpdates();
      if (shard.updates() > updates) {
        updates = shard.updates();
        rate = shard.learningRate();
      }
    }
    return new RoundFigures(
        chunks,
        targets,
        updates,
        loss,
        Spread.of(counted),
        norms / allUpdates,
        clipped / allUpdates,
        rate,
        computeSeconds(shards),
        seconds,
        excluded(shards));
  }

  private static double computeSeconds(List<ShardEnd> shards) {
    return shards.stream().mapToLong(shard -> shard.figures().nanos()).max().orElseThrow() / NANOS;
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

  /** Nats per target; NaN without any. */
  double meanLoss() {
    return loss / targets;
  }

  /**
   * Returns the figures as they are written to the metrics, without means over zero targets or
   * updates.
   */
  Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (targets > 0) {
      values.put("loss", meanLoss());
      values.put("leastShardLoss", spread.least());
      values.put("mostShardLoss", spread.most());
      values.put("gradientNorm", gradientNorm);
      values.put("clippedShare", clippedShare);
    }
    values.put("targets", targets);
    values.put("excludedShards", excluded.shards());
    values.put("excludedTargets", excluded.targets());
    values.put("learningRate", learningRate);
    values.put("computeSeconds", computeSeconds);
    values.put("seconds", seconds);
    return values;
  }
}
