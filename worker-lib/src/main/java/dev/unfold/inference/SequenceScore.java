package dev.unfold.inference;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How probable the steps of a sequence were.
 *
 * @param steps the scores of the steps that are predicted: without the first one, unless the model
 *     predicts that from the boundary before a sequence
 * @param end the score of the end after the last step, if the model predicts that
 */
public record SequenceScore(List<Score> steps, Optional<Score> end) {
  public SequenceScore {
    steps = List.copyOf(steps);
  }

  /** Returns the natural logarithm of the probability of all steps and the end together. */
  public double logProbability() {
    return Stream.concat(steps.stream(), end.stream()).mapToDouble(Score::logProbability).sum();
  }
}
