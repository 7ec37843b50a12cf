package dev.unfold.worker.sequence.example;

/**
 * Steps of the examples of a batch. A batch is one chunk, or several after each other through which
 * its lanes carry their state.
 *
 * @param examples one a lane, at most B; none if the shard has nothing left to do in the epoch
 * @param firstStep of the examples that is in the chunk; 0 where a batch begins
 * @param steps at most; some or all of the examples may end before
 */
public record ExampleChunk(long[] examples, int firstStep, int steps) {
  /** The empty chunk of a shard that has no more batches while other shards still train. */
  static final ExampleChunk EMPTY = new ExampleChunk(new long[0], 0, 0);

  /** Returns whether there is nothing in it. */
  public boolean isEmpty() {
    return examples.length == 0;
  }
}
