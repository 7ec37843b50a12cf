package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.ResultHandover;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.training.round.Averager.Weighted;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;

/**
 * Collects the models of the shards on the driver and averages them there.
 *
 * @param rule the rule that excludes shards
 * @param handover the way of the results to the driver
 */
public record DriverAveraging(ExclusionRule rule, ResultHandover<ShardResult> handover) {
  public RoundResult gather(String description, JavaRDD<ShardResult> shards) throws IOException {
    List<ShardResult> results = SparkJobs.run(description, () -> handover.collect(shards));
    long[] weights = rule.weights(results.stream().map(ShardResult::metrics).toList());
    ModelState average =
        new ModelState(
            average(results, weights, result -> result.state().parameters()),
            average(results, weights, result -> result.state().optimizer()));
    return new RoundResult(average, rule.apply(results.stream().map(ShardOutcome::of).toList()));
  }

  private static float[] average(
      List<ShardResult> results, long[] weights, Function<ShardResult, float[]> vectorOf) {
    List<Weighted> vectors = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      vectors.add(new Weighted(vectorOf.apply(results.get(i)), weights[i]));
    }
    return Averager.averageInParallel(vectors);
  }
}
