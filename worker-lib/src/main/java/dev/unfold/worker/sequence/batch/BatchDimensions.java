package dev.unfold.worker.sequence.batch;

import java.io.Serializable;

/**
 * The size of batches and of the chunks that they are cut into.
 *
 * @param batch B, the lanes of a shard
 * @param steps T, the length of a chunk; the last chunk of a batch may be shorter
 * @param wholeSequences whether a batch is always a single chunk of any length
 */
public record BatchDimensions(int batch, int steps, boolean wholeSequences)
    implements Serializable {
  public BatchDimensions {
    if (batch < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "batch and steps must be positive, found " + batch + ", " + steps);
    }
  }

  /** Returns the number of chunks of a batch whose longest example has {@code longest} steps. */
  int chunks(int longest) {
    return wholeSequences ? 1 : (longest - 1) / steps + 1;
  }

  /** Returns the number of steps of the chunk of such a batch that begins at {@code firstStep}. */
  int steps(int longest, int firstStep) {
    return wholeSequences ? longest : Math.min(steps, longest - firstStep);
  }
}
