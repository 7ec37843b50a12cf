package dev.unfold.driver.training.round;

import dev.unfold.driver.execution.ResultHandover;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.training.round.Averager.Weighted;
import dev.unfold.driver.training.round.RoundResult.ShardOutcome;
import dev.unfold.worker.bptt.ChangedModel;
import dev.unfold.worker.bptt.ModelChange;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import dev.unfold.worker.parameters.VectorSpans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Collects what the shards changed of their models on the driver and averages it there.
 *
 * @param rule the rule that excludes shards
 * @param handover the way of the results to the driver
 */
public record DriverAveraging(ExclusionRule rule, ResultHandover<ShardResult> handover) {
  /**
   * Runs the tasks of the shards and averages their results.
   *
   * @param start the model that the shards start from
   */
  public RoundAverage gather(String description, ModelState start, JavaRDD<ShardResult> shards)
      throws IOException {
    List<ShardResult> results = SparkJobs.run(description, () -> handover.collect(shards));
    long[] weights = rule.weights(results.stream().map(ShardResult::metrics).toList());
    List<ShardOutcome> outcomes = results.stream().map(ShardOutcome::of).toList();
    return new RoundAverage(average(start, results, weights), rule.apply(outcomes));
  }

  private static ModelChange average(ModelState start, List<ShardResult> results, long[] weights) {
    ChangedModel before = ChangedModel.of(start);
    VectorSpans spans = Averager.changed(vectors(results, weights, 0));
    int slots = before.vectors() - 1;
    float[] parameters = new float[spans.length()];
    float[] optimizer = new float[slots * spans.length()];
    ModelChange average = new ModelChange(spans, new ModelState(parameters, optimizer));
    for (int vector = 0; vector <= slots; vector++) {
      int of = vector;
      new Averager(
              spans,
              vectors(results, weights, vector),
              (offset, count, to) -> before.copy(of, offset, count, to))
          .averageInParallel(average.packed(vector), average.firstOf(vector));
    }
    return average;
  }

  private static List<Weighted> vectors(List<ShardResult> results, long[] weights, int vector) {
    List<Weighted> vectors = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      ModelChange change = results.get(i).change();
      vectors.add(
          new Weighted(change.spans(), change.packed(vector), change.firstOf(vector), weights[i]));
    }
    return vectors;
  }
}
