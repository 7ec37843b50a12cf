package dev.unfold.driver.training.round;

import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.ShardMetrics;
import java.io.Serializable;
import java.util.List;

/**
 * The result of a round: the averaged model and the outcome of each shard.
 *
 * @param average the average of the models that are included; the start of the round if there is
 *     none
 * @param shards the outcomes in the order of the shards
 */
public record RoundResult(ModelState average, List<ShardOutcome> shards) {
  /**
   * The outcome of a round for one shard, without its model.
   *
   * @param index the index of the shard, from 0
   * @param carry the recurrent states of its lanes
   * @param exclusion the reason why its model is excluded from the average; empty if it is included
   */
  public record ShardOutcome(int index, float[] carry, ShardMetrics metrics, String exclusion)
      implements Serializable {
    /** Creates the outcome of a shard that is included in the average. */
    static ShardOutcome of(ShardResult result) {
      return new ShardOutcome(result.shard(), result.carry(), result.metrics(), "");
    }

    /** Returns the outcome as excluded, with the states of all lanes zero. */
    ShardOutcome exclude(String reason) {
      return new ShardOutcome(index, new float[carry.length], metrics, reason);
    }

    /** Returns whether the model is excluded from the average. */
    public boolean excluded() {
      return !exclusion.isEmpty();
    }
  }

  public List<ShardMetrics> metrics() {
    return shards.stream().map(ShardOutcome::metrics).toList();
  }

  /** Returns the number of targets that were trained by the shards in the average. */
  public long trainedTargets() {
    return shards.stream()
        .filter(shard -> !shard.excluded())
        .mapToLong(shard -> shard.metrics().targets())
        .sum();
  }

  /**
   * Returns whether no shard is included in the average. One that had no targets is included, and
   * trains on in later rounds.
   */
  public boolean allExcluded() {
    return shards.stream().allMatch(ShardOutcome::excluded);
  }

  public List<float[]> carries() {
    return shards.stream().map(ShardOutcome::carry).toList();
  }
}
