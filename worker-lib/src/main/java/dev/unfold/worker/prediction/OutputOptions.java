package dev.unfold.worker.prediction;

import java.io.Serializable;

/**
 * The options of reported outputs.
 *
 * @param threshold the probability from which an id belongs to a set, between 0 and 1
 * @param probabilities whether the probabilities of all classes or ids are kept, or those of the
 *     tokens of a sequence
 * @param topK the number of most probable classes that are reported with their probabilities; 0
 *     reports the most probable one without a ranking
 * @param scores whether the next steps that an example has are scored in place of predicting them
 * @param stepsAhead the number of steps after an example that are forecast by feeding predictions
 *     back; 0 for the predictions of its own steps
 * @param newOnly whether the classes that a sequence already had are ranked after all others
 * @param sequences the number of best sequences of a search that are reported with their scores; 0
 *     reports the best one without a score
 * @param replaceUnknown whether an unknown token of a sequence is replaced by the token of the
 *     input that the network attends to most
 */
public record OutputOptions(
    double threshold,
    boolean probabilities,
    int topK,
    boolean scores,
    int stepsAhead,
    boolean newOnly,
    int sequences,
    boolean replaceUnknown)
    implements Serializable {
  /** The threshold by default. */
  public static final double DEFAULT_THRESHOLD = 0.5;

  public OutputOptions {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold: expected 0 to 1, found " + threshold);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK: expected at least 0, found " + topK);
    }
    if (stepsAhead < 0) {
      throw new IllegalArgumentException("stepsAhead: expected at least 0, found " + stepsAhead);
    }
    if (sequences < 0) {
      throw new IllegalArgumentException("sequences: expected at least 0, found " + sequences);
    }
  }

  /** Creates the options of predictions. */
  public OutputOptions(double threshold, boolean probabilities, int topK) {
    this(threshold, probabilities, topK, false, 0, false, 0, false);
  }

  /**
   * Returns the same options with forecasts of the steps after an example.
   *
   * @param steps the number of steps; 0 for the predictions of its own steps
   */
  public OutputOptions ahead(int steps) {
    return new OutputOptions(
        threshold, probabilities, topK, scores, steps, newOnly, sequences, replaceUnknown);
  }

  /**
   * Returns the same options with another order of the classes.
   *
   * @param only whether the classes that a sequence already had are ranked after all others
   */
  public OutputOptions newOnly(boolean only) {
    return new OutputOptions(
        threshold, probabilities, topK, scores, stepsAhead, only, sequences, replaceUnknown);
  }

  /** Returns the same options with another number of best sequences of a search. */
  public OutputOptions sequences(int best) {
    return new OutputOptions(
        threshold, probabilities, topK, scores, stepsAhead, newOnly, best, replaceUnknown);
  }

  /**
   * Returns the same options of unknown tokens.
   *
   * @param replaced whether each is replaced by the token of the input that is attended to most
   */
  public OutputOptions replaceUnknown(boolean replaced) {
    return new OutputOptions(
        threshold, probabilities, topK, scores, stepsAhead, newOnly, sequences, replaced);
  }

  /**
   * Returns the options of scores.
   *
   * @param topK the number of most probable classes that are reported beside the actual one
   */
  public static OutputOptions ofScores(int topK) {
    return new OutputOptions(0, false, topK, true, 0, false, 0, false);
  }
}
