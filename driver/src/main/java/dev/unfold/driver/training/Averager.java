package dev.unfold.driver.training;

import java.util.List;

/**
 * The average of the shards' vectors, weighted by the targets each really trained, summed in double
 * in the order of the shards: the same bits in whatever order they finished, and whether a vector
 * is averaged whole or slice by slice.
 */
final class Averager {
  private Averager() {}

  /**
   * A vector of one shard.
   *
   * @param targets its weight
   */
  record Weighted(float[] vector, long targets) {}

  /**
   * @param shards in their order, with one target at least among them
   */
  static float[] average(List<Weighted> shards) {
    double targets = shards.stream().mapToLong(Weighted::targets).sum();
    double[] sum = new double[shards.get(0).vector().length];
    for (Weighted shard : shards) {
      addWeighted(sum, shard.vector(), shard.targets() / targets);
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
