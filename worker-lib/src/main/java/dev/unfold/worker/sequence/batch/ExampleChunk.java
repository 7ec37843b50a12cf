package dev.unfold.worker.sequence.batch;

/**
 * The steps of the examples of a batch that are in one chunk. A batch is one chunk, or several
 * consecutive chunks through which its lanes carry their state.
 *
 * @param examples one per lane, at most B; none if the shard has no more batches in the epoch
 * @param firstStep the first step of the examples that is in the chunk; 0 if the batch begins with
 *     it
 * @param steps the maximum number of steps; some or all of the examples may be shorter
 */
public record ExampleChunk(long[] examples, int firstStep, int steps) {
  /** The empty chunk of a shard that has no more batches while other shards still train. */
  static final ExampleChunk EMPTY = new ExampleChunk(new long[0], 0, 0);

  /** Returns whether it has no examples. */
  public boolean isEmpty() {
    return examples.length == 0;
  }
}
