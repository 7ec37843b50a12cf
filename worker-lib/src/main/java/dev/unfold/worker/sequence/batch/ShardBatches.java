package dev.unfold.worker.sequence.batch;

import java.util.Arrays;

/**
 * The batches of one shard in one epoch, in the order in which the shard trains them. Any batch is
 * computed from its place in the order, independently of the previous ones.
 */
final class ShardBatches {
  private final ExampleBatchLayout layout;
  private final int slot;
  private final long count;
  private final Permutation order;

  /** The number of the first batch of each bucket. */
  private final long[] firstBatches;

  /** Computes the order of a shard. */
  ShardBatches(ExampleBatchLayout layout, long epoch, int shard) {
    this.layout = layout;
    slot = layout.slotOf(epoch, shard);
    count = layout.batchesBefore(layout.batches(), slot);
    order = layout.batches(epoch, shard, Math.max(1, count));
    firstBatches = new long[layout.buckets().size()];
    Arrays.setAll(firstBatches, layout::firstBatch);
  }

  /** Returns the number of batches of the shard. */
  long count() {
    return count;
  }

  /** Returns the batch at a place of the order. */
  Batch at(long place) {
    long number = order.at(place) * layout.shards() + slot;
    int index = Arrays.binarySearch(firstBatches, number);
    int bucket = index >= 0 ? index : -index - 2;
    return new Batch(bucket, number - firstBatches[bucket], layout.chunksOf(bucket));
  }

  /**
   * A batch of examples of one bucket.
   *
   * @param index the index of the batch in its bucket
   * @param chunks the number of chunks that it is split into
   */
  record Batch(int bucket, long index, int chunks) {}
}
