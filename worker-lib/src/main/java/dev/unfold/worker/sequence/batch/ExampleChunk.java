package dev.unfold.worker.sequence.batch;

/**
 * The steps of the examples of a batch that are in one chunk. A batch is one chunk, or several
 * consecutive chunks through which its lanes carry their state.
 *
 * @param examples one per lane, at most B; none if the shard has no more batches in the epoch
 * @param range the steps of the examples that are in the chunk
 */
public record ExampleChunk(long[] examples, StepRange range) {
  /** The empty chunk of a shard that has no more batches while other shards still train. */
  static final ExampleChunk EMPTY = new ExampleChunk(new long[0], StepRange.whole(0));

  /** Returns whether it has no examples. */
  public boolean isEmpty() {
    return examples.length == 0;
  }
}
