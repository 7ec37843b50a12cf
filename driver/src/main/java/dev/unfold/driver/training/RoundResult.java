package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult.Figures;
import java.io.Serializable;
import java.util.List;

/**
 * What the shards of a round came to.
 *
 * @param average of their models
 * @param shards what each ended with, in their order
 */
public record RoundResult(ModelState average, List<ShardEnd> shards) {
  /**
   * What a shard ended a round with, besides its model.
   *
   * @param index from 0
   * @param carry the states of its lanes
   */
  public record ShardEnd(int index, float[] carry, Figures figures) implements Serializable {}

  public List<Figures> figures() {
    return shards.stream().map(ShardEnd::figures).toList();
  }

  public List<float[]> carries() {
    return shards.stream().map(ShardEnd::carry).toList();
  }
}
