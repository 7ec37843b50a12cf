package dev.unfold.worker.sequence.batch;

import java.util.Arrays;
import java.util.Objects;

/**
 * The batches and chunks of one shard in one epoch, in the order of training. Instances are not
 * thread-safe.
 */
public final class ShardSchedule {
  /** The number of batches between two batches whose first chunk is kept. */
  static final int BLOCK = 1024;

  private final ExampleBatchLayout layout;
  private final long epoch;
  private final ShardBatches batches;
  private final long[] firstChunks;
  private final long chunksPerEpoch;

  /** The batch that was read last, with its place in the order and its first chunk below. */
  private ShardBatches.Batch batch;

  private long place;
  private long firstChunk;

  /**
   * @param batches the batches of the shard
   * @param firstChunks the first chunk of each block of {@link #BLOCK} batches, followed by the
   *     number of chunks of the shard
   * @param chunksPerEpoch the number of chunks of the shard with the most chunks
   */
  ShardSchedule(
      ExampleBatchLayout layout,
      long epoch,
      ShardBatches batches,
      long[] firstChunks,
      long chunksPerEpoch) {
    this.layout = layout;
    this.epoch = epoch;
    this.batches = batches;
    this.firstChunks = firstChunks;
    this.chunksPerEpoch = chunksPerEpoch;
  }

  /**
   * Returns a chunk of the epoch.
   *
   * @param index the index, from 0 to {@link ExampleBatchLayout#chunksPerEpoch} - 1
   * @return the chunk, which is empty after the last chunk of this shard
   */
  public ExampleChunk chunk(long index) {
    Objects.checkIndex(index, chunksPerEpoch);
    if (index >= firstChunks[firstChunks.length - 1]) {
      return ExampleChunk.EMPTY;
    }
    seek(index);
    return new ExampleChunk(
        examples(batch.bucket(), batch.index()),
        layout.cut().range(layout.buckets().longest(batch.bucket()), (int) (index - firstChunk)));
  }

  /** Moves to the batch that a chunk belongs to, forward from the last one if that is near. */
  private void seek(long index) {
    int position = Arrays.binarySearch(firstChunks, index);
    int block = position >= 0 ? position : -position - 2;
    if (batch == null || index < firstChunk || place / BLOCK < block) {
      goTo((long) block * BLOCK, firstChunks[block]);
    }
    while (index >= firstChunk + batch.chunks()) {
      goTo(place + 1, firstChunk + batch.chunks());
    }
  }

  private void goTo(long nextPlace, long nextFirstChunk) {
    place = nextPlace;
    firstChunk = nextFirstChunk;
    batch = batches.at(nextPlace);
  }

  private long[] examples(int bucket, long batchInBucket) {
    LengthBuckets buckets = layout.buckets();
    Permutation order = layout.examples(epoch, bucket);
    long first = batchInBucket * layout.cut().batch();
    int size = (int) Math.min(layout.cut().batch(), buckets.count(bucket) - first);
    long[] examples = new long[size];
    Arrays.setAll(examples, i -> buckets.start(bucket) + order.at(first + i));
    return examples;
  }
}
