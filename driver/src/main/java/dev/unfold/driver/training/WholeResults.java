package dev.unfold.driver.training;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.training.Averager.Weighted;
import dev.unfold.driver.training.RoundResult.ShardEnd;
import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;

/** Brings the shards' models to the driver as they are, and averages them there. */
final class WholeResults {
  private WholeResults() {}

  static RoundResult gather(String description, JavaRDD<ShardResult> shards) throws IOException {
    List<ShardResult> results = SparkJobs.run(description, shards::collect);
    ModelState average =
        new ModelState(
            average(results, result -> result.state().parameters()),
            average(results, result -> result.state().optimizer()));
    return new RoundResult(
        average,
        results.stream()
            .map(result -> new ShardEnd(result.shard(), result.carry(), result.figures()))
            .toList());
  }

  private static float[] average(
      List<ShardResult> results, Function<ShardResult, float[]> vectorOf) {
    return Averager.averageInParallel(
        results.stream()
            .map(result -> new Weighted(vectorOf.apply(result), result.figures().targets()))
            .toList());
  }
}
