package dev.unfold.worker.sequence.example;

import java.util.Arrays;

/**
 * The batches of one shard in one epoch, in the order in which the shard trains them. Any of them
 * is computed from its place in the order, without those before it.
 */
final class ShardBatches {
  private final ExampleBatchLayout layout;
  private final int turn;
  private final long count;
  private final Permutation order;

  /** The number of the first batch of each bucket. */
  private final long[] firstBatches;

  /**
   * Finds the order of a shard.
   *
   * @param turn of the shard, when batches are dealt
   */
  ShardBatches(ExampleBatchLayout layout, long epoch, int shard, int turn) {
    this.layout = layout;
    this.turn = turn;
    count = layout.dealt(layout.batches(), turn);
    order = layout.batches(epoch, shard, Math.max(1, count));
    firstBatches = new long[layout.buckets().size()];
    Arrays.setAll(firstBatches, layout::firstBatch);
  }

  /** Returns how many batches the shard has. */
  long count() {
    return count;
  }

  /** Returns the batch at a place of the order. */
  Batch at(long place) {
    long number = order.at(place) * layout.shards() + turn;
    int found = Arrays.binarySearch(firstBatches, number);
    int bucket = found >= 0 ? found : -found - 2;
    return new Batch(bucket, number - firstBatches[bucket], layout.chunksOf(bucket));
  }

  /**
   * A batch of examples of one bucket.
   *
   * @param index of the batch among those of its bucket
   * @param chunks that it is cut into
   */
  record Batch(int bucket, long index, int chunks) {}
}
