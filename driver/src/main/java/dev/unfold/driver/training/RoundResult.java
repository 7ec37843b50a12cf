package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.io.Serializable;
import java.util.List;

/**
 * The result of a round: the averaged model and the end of each shard.
 *
 * @param average of the models of the shards that count; zeros if none does
 * @param shards what each ended with, in their order
 */
public record RoundResult(ModelState average, List<ShardEnd> shards) {
  /**
   * The end of a shard's round, without its model.
   *
   * @param index from 0
   * @param carry the states of its lanes
   * @param exclusion why its model is left out of the average; empty if it counts
   */
  public record ShardEnd(int index, float[] carry, Figures figures, String exclusion)
      implements Serializable {
    /** Creates the end of a shard that is included in the average. */
    static ShardEnd of(ShardResult result) {
      return new ShardEnd(result.shard(), result.carry(), result.figures(), "");
    }

    /** Left out, with the state of every lane zero. */
    ShardEnd exclude(String reason) {
      return new ShardEnd(index, new float[carry.length], figures, reason);
    }

    /** Returns whether the model is excluded from the average. */
    public boolean excluded() {
      return !exclusion.isEmpty();
    }
  }

  public List<Figures> figures() {
    return shards.stream().map(ShardEnd::figures).toList();
  }

  /** Returns the number of targets that were trained by the shards in the average. */
  long trainedTargets() {
    return shards.stream()
        .filter(shard -> !shard.excluded())
        .mapToLong(shard -> shard.figures().targets())
        .sum();
  }

  public List<float[]> carries() {
    return shards.stream().map(ShardEnd::carry).toList();
  }
}
