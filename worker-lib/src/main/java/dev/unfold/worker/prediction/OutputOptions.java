package dev.unfold.worker.prediction;

import java.io.Serializable;

/**
 * The options of reported outputs.
 *
 * @param threshold the probability from which an id belongs to a set, between 0 and 1
 * @param probabilities whether the probabilities of all classes or ids are kept
 * @param topK the number of most probable classes that are reported with their probabilities; 0
 *     reports the most probable one without a ranking
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
