package dev.unfold.worker.sequence.batch;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import java.io.Serializable;
import java.util.Objects;

/**
 * The assignment of the examples of a corpus to batches, and of batches to shards and chunks. It
 * differs from epoch to epoch and is a pure function of its arguments.
 *
 * <p>In each bucket, the examples are assigned to batches of B in random order; the last batch of a
 * bucket may be smaller. Batches are numbered bucket by bucket and assigned to the shards
 * round-robin, starting with another shard in every epoch, so that all shards have about the same
 * share of each bucket: the numbers of their chunks in an epoch differ by at most one batch. Each
 * shard trains its batches in a random order of its own. Every example is in exactly one batch of
 * an epoch.
 *
 * @param buckets the length buckets of the corpus
 * @param shards W
 * @param cut the dimensions of the batches
 * @param seed the seed of the random orders
 */
public record ExampleBatchLayout(LengthBuckets buckets, int shards, BatchDimensions cut, long seed)
    implements Serializable {
  private static final long EXAMPLES = 0;
  private static final long BATCHES = 1;
  private static final long FIRST_SHARD = 2;

  public ExampleBatchLayout {
    if (shards < 1) {
      throw new IllegalArgumentException("shards: expected at least 1, found " + shards);
    }
  }

  /** Returns the number of batches of an epoch over all shards. */
  public long batches() {
    return firstBatch(buckets.size());
  }

  /**
   * Returns the number of chunks of every shard in one pass over the examples, which is that of the
   * shard with the most chunks.
   */
  public long chunksPerEpoch() {
    long max = 0;
    for (int slot = 0; slot < shards; slot++) {
      long chunks = 0;
      for (int bucket = 0; bucket < buckets.size(); bucket++) {
        long count =
            batchesBefore(firstBatch(bucket + 1), slot) - batchesBefore(firstBatch(bucket), slot);
        chunks += count * chunksOf(bucket);
      }
      max = Math.max(max, chunks);
    }
    return max;
  }

  /** Returns the maximum number of steps of a chunk, including those that are read ahead. */
  public int longestChunk() {
    return cut.range(buckets.longest(), 0).endAhead();
  }

  /** Returns the position of a shard in the round-robin assignment of batches in one epoch. */
  int slotOf(long epoch, int shard) {
    Objects.checkIndex(shard, shards);
    int first = (int) Long.remainderUnsigned(random(epoch).derive(FIRST_SHARD).bits(0), shards);
    return Math.floorMod(shard - first, shards);
  }

  /** Returns the order of the examples of a bucket. */
  Permutation examples(long epoch, int bucket) {
    return new Permutation(buckets.count(bucket), random(epoch).derive(EXAMPLES).derive(bucket));
  }

  /** Returns the order of the batches of a shard. */
  Permutation batches(long epoch, int shard, long count) {
    return new Permutation(count, random(epoch).derive(BATCHES).derive(shard));
  }

  private CounterRandom random(long epoch) {
    return new CounterRandom(seed).derive(RandomSubstreams.EXAMPLE_ORDER).derive(epoch);
  }

  /**
   * Returns the number of batches below {@code batch} that belong to the shard in position {@code
   * slot}.
   */
  long batchesBefore(long batch, int slot) {
    return (batch - slot + shards - 1) / shards;
  }

  /**
   * Returns the number of the first batch of a bucket; that of the bucket after the last is the
   * total.
   */
  long firstBatch(int bucket) {
    long batches = 0;
    for (int before = 0; before < bucket; before++) {
      batches += (buckets.count(before) + cut.batch() - 1) / cut.batch();
    }
    return batches;
  }

  int chunksOf(int bucket) {
    return cut.chunks(buckets.longest(bucket));
  }
}
