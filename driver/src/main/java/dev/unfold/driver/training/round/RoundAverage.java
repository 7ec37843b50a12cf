package dev.unfold.driver.training.round;

import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ModelChange;
import java.util.List;

/**
 * The average of the shards of a round.
 *
 * @param change the averages of all elements that a shard in the average changed; nothing if all
 *     shards are excluded
 * @param shards the outcomes in the order of the shards
 */
public record RoundAverage(ModelChange change, List<ShardOutcome> shards) {}
