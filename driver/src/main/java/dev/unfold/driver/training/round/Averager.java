package dev.unfold.driver.training.round;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Averages the vectors of the shards, weighted by the targets that each trained. The sums are
 * double and follow the order of the shards, so the result has the same bits in whatever order the
 * shards finish and however the vectors are sliced. The content of a vector of weight 0 does not
 * matter.
 */
final class Averager {
  /**
   * The number of sums that stay in the L1 cache while the vectors of the shards stream through it.
   */
  private static final int BLOCK = 1 << 12;

  private Averager() {}

  /**
   * A vector of one shard.
   *
   * @param targets the weight of the vector; 0 if the shard is excluded
   */
  record Weighted(float[] vector, long targets) {}

  /**
   * Averages on the calling thread, as required in a task.
   *
   * @param shards the vectors in the order of the shards
   * @return the average; zeros if all shards are excluded
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
