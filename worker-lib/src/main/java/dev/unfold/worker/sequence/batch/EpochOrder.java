package dev.unfold.worker.sequence.batch;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The order in which the shards train the batches of one epoch.
 *
 * <p>The number of chunks of a batch depends on its bucket, so that the number of chunks before a
 * batch is a sum over all previous batches. It is computed once for the epoch and kept for every
 * {@value ShardSchedule#BLOCK}th batch of a shard. A task thus steps through less than one such
 * block, wherever in the epoch it begins.
 */
public final class EpochOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ExampleBatchLayout layout;
  private final long epoch;
  private final long chunksPerEpoch;

  /**
   * The first chunk of each block of each shard, followed by the total number of chunks of the
   * shard.
   */
  private final long[][] firstChunks;

  /** Computes the order of the batches of all shards; the time is proportional to their number. */
  public EpochOrder(ExampleBatchLayout layout, long epoch) {
    this.layout = layout;
    this.epoch = epoch;
    chunksPerEpoch = layout.chunksPerEpoch();
    firstChunks =
        IntStream.range(0, layout.shards())
            .mapToObj(shard -> firstChunks(new ShardBatches(layout, epoch, shard)))
            .toArray(long[][]::new);
  }

  private static long[] firstChunks(ShardBatches batches) {
    int blocks = Math.toIntExact((batches.count() + ShardSchedule.BLOCK - 1) / ShardSchedule.BLOCK);
    long[] first = new long[blocks + 1];
    long chunks = 0;
    for (long place = 0; place < batches.count(); place++) {
      if (place % ShardSchedule.BLOCK == 0) {
        first[(int) (place / ShardSchedule.BLOCK)] = chunks;
      }
      chunks += batches.at(place).chunks();
    }
    first[blocks] = chunks;
    return first;
  }

  /** Returns the schedule of one shard in the epoch. */
  public ShardSchedule shard(int shard) {
    return new ShardSchedule(
        layout, epoch, new ShardBatches(layout, epoch, shard), firstChunks[shard], chunksPerEpoch);
  }
}
