package dev.unfold.driver.training.round;

import dev.unfold.worker.parameters.VectorSpans;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Averages one vector of the models of the shards, weighted by the targets that each trained. An
 * element that a shard did not change has the value that all shards started from. The sums are
 * double and follow the order of the shards, so the result has the same bits in whatever order the
 * shards finish, however the vectors are sliced, and whether shards send all elements or only what
 * they changed. The content of a vector of weight 0 does not matter.
 */
final class Averager {
  /**
   * The number of sums that stay in the L1 cache while the vectors of the shards stream through it.
   */
  private static final int BLOCK = 1 << 12;

  private final VectorSpans spans;
  private final List<Weighted> shards;
  private final long targets;
  private final StartVector start;

  /**
   * @param spans the elements to average
   * @param shards the vectors in the order of the shards, at least one of which has a weight
   */
  Averager(VectorSpans spans, List<Weighted> shards, StartVector start) {
    this.spans = spans;
    this.shards = shards.stream().filter(shard -> shard.targets() > 0).toList();
    this.start = start;
    targets = shards.stream().mapToLong(Weighted::targets).sum();
  }

  /**
   * The elements of a vector that one shard changed.
   *
   * @param spans the elements
   * @param values an array with their values, packed
   * @param first the place of the first value in the array
   * @param targets the weight of the vector; 0 if the shard is excluded
   */
  record Weighted(VectorSpans spans, float[] values, int first, long targets) {}

  /** The vector that all shards started from. */
  @FunctionalInterface
  interface StartVector {
    /** Copies some elements to the start of an array. */
    void copy(int offset, int count, float[] to);
  }

  /** Returns the elements that any shard with a weight changed. */
  static VectorSpans changed(List<Weighted> shards) {
    return VectorSpans.union(
        shards.stream().filter(shard -> shard.targets() > 0).map(Weighted::spans).toList());
  }

  /**
   * Averages on the calling thread, as required in a task.
   *
   * @param average the array that receives the packed averages
   * @param first the place of the first one in the array
   */
  void average(float[] average, int first) {
    average(average, first, IntStream::sequential);
  }

  /** Averages on all cores; for the driver, where nothing else runs meanwhile. */
  void averageInParallel(float[] average, int first) {
    average(average, first, IntStream::parallel);
  }

  private void average(float[] average, int first, UnaryOperator<IntStream> execution) {
    int blocks = (spans.length() + BLOCK - 1) / BLOCK;
    execution
        .apply(IntStream.range(0, blocks))
        .forEach(block -> new Block(block * BLOCK).average(average, first));
  }

  /** The averages of some packed elements. */
  private final class Block {
    private final int from;
    private final double[] sum;
    private final float[] values;

    Block(int from) {
      this.from = from;
      sum = new double[Math.min(BLOCK, spans.length() - from)];
      values = new float[sum.length];
    }

    void average(float[] average, int first) {
      for (Weighted shard : shards) {
        double weight = (double) shard.targets() / targets;
        spans.forEachPacked(
            from,
            from + sum.length,
            (offset, packed, count) -> add(shard, weight, offset, packed - from, count));
      }
      for (int i = 0; i < sum.length; i++) {
        average[first + from + i] = (float) sum[i];
      }
    }

    private void add(Weighted shard, double weight, int offset, int at, int count) {
      int place = shard.spans().placeOf(offset, count);
      if (place >= 0) {
        addWeighted(weight, shard.values(), shard.first() + place, at, count);
        return;
      }
      start.copy(offset, count, values);
      shard
          .spans()
          .forEachIn(
              offset,
              offset + count,
              (from, packed, part) ->
                  System.arraycopy(
                      shard.values(), shard.first() + packed, values, from - offset, part));
      addWeighted(weight, values, 0, at, count);
    }

    private void addWeighted(double weight, float[] vector, int vectorFrom, int at, int count) {
      for (int i = 0; i < count; i++) {
        sum[at + i] += weight * vector[vectorFrom + i];
      }
    }
  }
}
