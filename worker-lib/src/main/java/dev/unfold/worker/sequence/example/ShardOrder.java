package dev.unfold.worker.sequence.example;

import java.util.Arrays;
import java.util.Objects;

/** What one shard does in one epoch: batch by batch, chunk by chunk. */
public final class ShardOrder {
  private final ExampleLayout layout;
  private final long epoch;
  private final int turn;
  private final long[] firstBatches;

  /** The number of the batch at each place of the order. */
  private final long[] batches;

  /** The first chunk of the batch at each place. */
  private final long[] firstChunks;

  private final long chunks;
  private final long chunksPerEpoch;

  /**
   * @param turn of the shard, when batches are dealt
   */
  ShardOrder(ExampleLayout layout, long epoch, int shard, int turn) {
    this.layout = layout;
    this.epoch = epoch;
    this.turn = turn;
    firstBatches = new long[layout.buckets().size()];
    Arrays.setAll(firstBatches, layout::firstBatch);
    batches = new long[Math.toIntExact(layout.dealt(layout.batches(), turn))];
    firstChunks = new long[batches.length];
    chunks = fill(shard);
    chunksPerEpoch = layout.chunksPerEpoch();
  }

  /** Puts the batches in their order; how many chunks they are. */
  private long fill(int shard) {
    long end = 0;
    if (batches.length > 0) {
      Permutation order = layout.batches(epoch, shard, batches.length);
      for (int i = 0; i < batches.length; i++) {
        batches[i] = order.at(i) * layout.shards() + turn;
        firstChunks[i] = end;
        end += layout.chunksOf(bucketOf(batches[i]));
      }
    }
    return end;
  }

  private int bucketOf(long batch) {
    int found = Arrays.binarySearch(firstBatches, batch);
    return found >= 0 ? found : -found - 2;
  }

  /**
   * A chunk of the epoch.
   *
   * @param index from 0 to {@link ExampleLayout#chunksPerEpoch} - 1
   * @return empty after the last chunk of this shard
   */
  public ExampleChunk chunk(long index) {
    Objects.checkIndex(index, chunksPerEpoch);
    if (index >= chunks) {
      return ExampleChunk.EMPTY;
    }
    int found = Arrays.binarySearch(firstChunks, index);
    int place = found >= 0 ? found : -found - 2;
    int bucket = bucketOf(batches[place]);
    int firstStep = (int) (index - firstChunks[place]) * layout.cut().steps();
    return new ExampleChunk(
        examples(bucket, batches[place] - firstBatches[bucket]),
        firstStep,
        layout.cut().steps(layout.buckets().longest(bucket), firstStep));
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
