package dev.unfold.worker.prediction;

import java.io.Serializable;

/**
 * What is told of outputs.
 *
 * @param threshold probability from which on something is there, between 0 and 1
 * @param probabilities whether the probabilities of all classes, or all that may be there, are kept
 */
public record OutputOptions(double threshold, boolean probabilities) implements Serializable {
  public OutputOptions {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold: expected 0 to 1, found " + threshold);
    }
  }
}
