package dev.unfold.driver.training.round;

import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one round, over the shards that are included in its average.
 *
 * @param chunks the chunks of each shard
 * @param targets the number of targets that were trained
 * @param updates the maximum number of updates of a shard
 * @param loss the loss, summed over the targets, in the unit of the losses of the network
 * @param spread the range of the shards' mean losses
 * @param gradientNorm the mean gradient norm over all updates, before clipping
 * @param clippedFraction the fraction of all updates whose gradient norm exceeded {@code
 *     training.clip.norm}
 * @param learningRate the learning rate of the last update
 * @param computeSeconds the compute time of the slowest shard
 * @param seconds the time from the start of the round to the averaged parameters
 * @param excluded the shards that were excluded
 */
public record RoundMetrics(
    int chunks,
    long targets,
    long updates,
    double loss,
    Spread spread,
    double gradientNorm,
    double clippedFraction,
    double learningRate,
    double computeSeconds,
    double seconds,
    Excluded excluded) {

  private static final double NANOS = 1e9;

  /**
   * The range of the shards' mean losses in a round.
   *
   * @param min the lowest mean loss of a shard
   * @param max the highest mean loss of a shard
   */
  record Spread(double min, double max) {
    public static Spread of(List<ShardMetrics> shards) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (ShardMetrics shard : shards) {
        if (shard.targets() > 0) {
          min = Math.min(min, shard.meanLoss());
          max = Math.max(max, shard.meanLoss());
        }
      }
      return new Spread(min, max);
    }
  }

  /**
   * Shards that were excluded from an average.
   *
   * @param shards the indices of the shards, from 0, ascending
   * @param targets the targets of these shards together
   */
  public record Excluded(List<Integer> shards, long targets) {}

  /**
   * Sums the counts in the order of the shards.
   *
   * @param shards the outcomes of the shards; at least one is included
   */
  public static RoundMetrics of(int chunks, List<ShardOutcome> shards, double seconds) {
    long targets = 0;
    long updates = 0;
    long allUpdates = 0;
    double loss = 0;
    double norms = 0;
    double clipped = 0;
    double rate = 0;
    List<ShardMetrics> counted = counted(shards);
    for (ShardMetrics shard : counted) {
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
    return new RoundMetrics(
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

  private static double computeSeconds(List<ShardOutcome> shards) {
    return shards.stream().mapToLong(shard -> shard.metrics().nanos()).max().orElseThrow() / NANOS;
  }

  private static List<ShardMetrics> counted(List<ShardOutcome> shards) {
    return shards.stream().filter(shard -> !shard.excluded()).map(ShardOutcome::metrics).toList();
  }

  private static Excluded excluded(List<ShardOutcome> shards) {
    List<Integer> indices = new ArrayList<>();
    long targets = 0;
    for (ShardOutcome shard : shards) {
      if (shard.excluded()) {
        indices.add(shard.index());
        targets += shard.metrics().targets();
      }
    }
    return new Excluded(indices, targets);
  }

  /** Returns the loss per target; NaN if there are no targets. */
  public double meanLoss() {
    return loss / targets;
  }

  /**
   * Returns the values as they are written to the metrics, without means over zero targets or
   * updates.
   */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (targets > 0) {
      values.put("loss", meanLoss());
      values.put("minShardLoss", spread.min());
      values.put("maxShardLoss", spread.max());
      values.put("gradientNorm", gradientNorm);
      values.put("clippedFraction", clippedFraction);
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
