package dev.unfold.worker.sequence.example;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * The order in which the shards train the batches of one epoch.
 *
 * <p>How many chunks a batch has depends on its bucket, so that the chunks before a batch can only
 * be known by adding up those of all batches before it. That is done once for the epoch: of every
 * {@value #BLOCK} batches of a shard the number of the first chunk is kept. A task that gets it
 * with its shard then goes through less than one such block, wherever in the epoch it begins.
 */
public final class EpochOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Batches between two places whose first chunk is known. */
  static final int BLOCK = 1024;

  private final ExampleBatchLayout layout;
  private final long epoch;
  private final long chunksPerEpoch;

  /** The first chunk of each block of each shard; behind the last, the chunks of the shard. */
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

  /** Returns what one shard does in the epoch. */
  public ShardSchedule shard(int shard) {
    return new ShardSchedule(
        layout, epoch, layout.batchesOf(epoch, shard), firstChunks[shard], chunksPerEpoch);
  }
}
