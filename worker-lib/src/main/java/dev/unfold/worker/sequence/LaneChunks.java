package dev.unfold.worker.sequence;

import java.io.Serializable;

/**
 * The chunks of one epoch of a text corpus: consecutive steps of the longest lane, the same for all
 * lanes of all shards. It is small, whatever the number of chunks.
 */
public interface LaneChunks extends Serializable {
  /** Returns the number of chunks of a shard in the epoch, the same for all shards. */
  long chunksPerEpoch();

  /** Returns the first step of a chunk in its lanes. */
  long start(long chunk);

  /** Returns the number of steps of a chunk, at least 1. */
  int stepsOf(long chunk);

  /** Returns a number of steps that no chunk exceeds, in any epoch. */
  int mostSteps();
}
