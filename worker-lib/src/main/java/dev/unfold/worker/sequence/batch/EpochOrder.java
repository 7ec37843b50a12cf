package dev.unfold.worker.sequence.batch;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The order in which the shards train the batches of one epoch.
 *
 * <p>The number of chunks of a batch depends on its bucket, so that the number of chunks before a
 * batch is a sum over all previous batches. It is computed once for the epoch and kept for every
 * {@value #BLOCK}th batch of a shard. A task thus steps through less than one such block, wherever
 * in the epoch it begins.
 */
public final class EpochOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The number of batches between two batches whose first chunk is kept. */
  static final int BLOCK = 1024;

  private final ExampleBatchLayout layout;
  private final long epoch;
  private final long chunksPerEpoch;

  /**
   * The first chunk of each block of each shard, followed by the total number of chunks of the
   * shard.
   */
  private final long[][] firstChunks;

  EpochOrder(ExampleBatchLayout layout, long epoch) {
    this.layout = layout;
    this.epoch = epoch;
    chunksPerEpoch = layout.chunksPerEpoch();
    firstChunks =
        IntStream.range(0, layout.shards())
            .mapToObj(shard -> firstChunks(layout.batchesOf(epoch, shard)))
            .toArray(long[][]::new);
  }

  private static long[] firstChunks(ShardBatches batches) {
    int blocks = Math.toIntExact((batches.count() + BLOCK - 1) / BLOCK);
    long[] first = new long[blocks + 1];
    long chunks = 0;
    for (long place = 0; place < batches.count(); place++) {
      if (place % BLOCK == 0) {
        first[(int) (place / BLOCK)] = chunks;
      }
      chunks += batches.at(place).chunks();
    }
    first[blocks] = chunks;
    return first;
  }

  /** Returns the schedule of one shard in the epoch. */
  public ShardSchedule shard(int shard) {
    return new ShardSchedule(
        layout, epoch, layout.batchesOf(epoch, shard), firstChunks[shard], chunksPerEpoch);
  }
}
