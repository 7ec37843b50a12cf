package dev.unfold.driver.training;

import dev.unfold.worker.bptt.ModelState;
import dev.unfold.worker.bptt.ShardResult;
import java.util.List;
import java.util.function.Function;

/**
 * The average of the shards' models, weighted by the targets each really trained, summed in double
 * in the order of the shards: the same bits in whatever order they finished.
 */
final class Averager {
  private Averager() {}

  /**
   * @param shards in their order, one with a target at least
   */
  static ModelState average(List<ShardResult> shards) {
    return new ModelState(
        average(shards, result -> result.state().parameters()),
        average(shards, result -> result.state().optimizer()));
  }

  private static float[] average(
      List<ShardResult> shards, Function<ShardResult, float[]> vectorOf) {
    double targets = shards.stream().mapToLong(result -> result.figures().targets()).sum();
    double[] sum = new double[vectorOf.apply(shards.get(0)).length];
    for (ShardResult shard : shards) {
      addWeighted(sum, vectorOf.apply(shard), shard.figures().targets() / targets);
    }
    float[] average = new float[sum.length];
    for (int i = 0; i < average.length; i++) {
      average[i] = (float) sum[i];
    }
    return average;
  }

  private static void addWeighted(double[] sum, float[] vector, double weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * vector[i];
    }
  }
}
