package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.io.Serializable;
import java.util.List;

/**
 * What the shards of a round came to.
 *
 * @param average of the models of the shards that count; zeros if none does
 * @param shards what each ended with, in their order
 */
public record RoundResult(ModelState average, List<ShardEnd> shards) {
  /**
   * What a shard ended a round with, besides its model.
   *
   * @param index from 0
   * @param carry the states of its lanes
   * @param exclusion why its model is left out of the average; empty if it counts
   */
  public record ShardEnd(int index, float[] carry, Figures figures, String exclusion)
      implements Serializable {
    /** Of a shard that counts. */
    static ShardEnd of(ShardResult result) {
      return new ShardEnd(result.shard(), result.carry(), result.figures(), "");
    }

    /** Left out, with the state of every lane zero. */
    ShardEnd exclude(String reason) {
      return new ShardEnd(index, new float[carry.length], figures, reason);
    }

    /** Whether the model is left out of the average. */
    public boolean excluded() {
      return !exclusion.isEmpty();
    }
  }

  public List<Figures> figures() {
    return shards.stream().map(ShardEnd::figures).toList();
  }

  /** Of the shards that count. */
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
