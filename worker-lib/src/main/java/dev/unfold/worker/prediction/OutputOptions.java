package dev.unfold.worker.prediction;

import java.io.Serializable;

/**
 * The options of what is reported about outputs.
 *
 * @param threshold probability from which on something is there, between 0 and 1
 * @param probabilities whether the probabilities of all classes, or all that may be there, are kept
 * @param topK how many of the most probable classes are told with their probabilities; 0 tells the
 *     most probable one without a ranking
 */
public record OutputOptions(double threshold, boolean probabilities, int topK)
    implements Serializable {
  public OutputOptions {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold: expected 0 to 1, found " + threshold);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK: expected at least 0, found " + topK);
    }
  }
}
