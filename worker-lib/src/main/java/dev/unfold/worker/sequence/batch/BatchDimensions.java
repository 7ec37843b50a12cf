package dev.unfold.worker.sequence.batch;

import java.io.Serializable;

/**
 * The size of batches and of the chunks that they are cut into.
 *
 * @param batch B, the lanes of a shard
 * @param steps T, the steps by which a chunk advances; the last chunk of a batch may be shorter
 * @param lookAhead the number of steps that a chunk reads after these, unless the examples end
 *     earlier
 */
public record BatchDimensions(int batch, int steps, int lookAhead) implements Serializable {
  public BatchDimensions {
    if (batch < 1 || steps < 1 || lookAhead < 0) {
      throw new IllegalArgumentException(
          "batch and steps must be positive, look-ahead at least 0, found "
              + batch
              + ", "
              + steps
              + ", "
              + lookAhead);
    }
  }

  /** Returns the dimensions of batches each of which is a single chunk of any length. */
  public static BatchDimensions ofWholeSequences(int batch) {
    return new BatchDimensions(batch, Integer.MAX_VALUE, 0);
  }

  /** Returns the number of chunks of a batch whose longest example has {@code longest} steps. */
  public int chunks(int longest) {
    return (longest - 1) / steps + 1;
  }

  /** Returns the steps of a chunk of such a batch, by its index in the batch. */
  public StepRange range(int longest, int chunk) {
    int first = chunk * steps;
    int own = Math.min(steps, longest - first);
    return new StepRange(first, own, Math.min(lookAhead, longest - first - own));
  }
}
