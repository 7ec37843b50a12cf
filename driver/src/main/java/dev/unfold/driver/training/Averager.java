package dev.unfold.driver.training;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The average of the shards' vectors, weighted by the targets each really trained, summed in double
 * in the order of the shards: the same bits in whatever order they finished, and whether a vector
 * is averaged whole or slice by slice. A vector of weight 0 may hold anything.
 */
final class Averager {
  /** Numbers whose sums stay in the first cache while the shards' vectors stream past. */
  private static final int BLOCK = 1 << 12;

  private Averager() {}

  /**
   * A vector of one shard.
   *
   * @param targets its weight; 0 if it is left out
   */
  record Weighted(float[] vector, long targets) {}

  /**
   * Averages on the calling thread, as a task must.
   *
   * @param shards in their order
   * @return zeros if all are left out
   */
  static float[] average(List<Weighted> shards) {
    return average(shards, IntStream::sequential);
  }

  /** Averages on all cores; for the driver, where nothing else runs meanwhile. */
  static float[] averageInParallel(List<Weighted> shards) {
    return average(shards, IntStream::parallel);
  }

  private static float[] average(List<Weighted> shards, UnaryOperator<IntStream> execution) {
    long targets = shards.stream().mapToLong(Weighted::targets).sum();
    float[] average = new float[shards.get(0).vector().length];
    int blocks = (average.length + BLOCK - 1) / BLOCK;
    execution
        .apply(IntStream.range(0, blocks))
        .forEach(block -> averageBlock(shards, targets, block * BLOCK, average));
    return average;
  }

  private static void averageBlock(List<Weighted> shards, long targets, int from, float[] average) {
    double[] sum = new double[Math.min(BLOCK, average.length - from)];
    for (Weighted shard : shards) {
      if (shard.targets() > 0) {
        addWeighted(sum, shard.vector(), from, (double) shard.targets() / targets);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      average[from + i] = (float) sum[i];
    }
  }

  private static void addWeighted(double[] sum, float[] vector, int from, double weight) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * vector[from + i];
    }
  }
}
