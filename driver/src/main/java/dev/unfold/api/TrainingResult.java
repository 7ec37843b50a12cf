package dev.unfold.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of a training that did not fail.
 *
 * @param reason why training ended
 * @param run the directory of the run, from which {@link Unfold#load} reads its model
 * @param rounds the number of rounds over all attempts, of a hybrid over all passes
 * @param epochs the number of completed epochs over all attempts, of a hybrid over all passes
 * @param metrics the metrics of the final model by name, as in {@code metrics.json} of its folder:
 *     the loss per target, and the test metrics under {@code test}; empty if training was stopped
 */
public record TrainingResult(
    Reason reason, String run, long rounds, int epochs, Map<String, Object> metrics) {
  /** The reasons why training ends. */
  public enum Reason {
    /** All epochs were trained. */
    ALL_EPOCHS,
    /** {@code training.max-rounds} rounds were trained. */
    MAX_ROUNDS,
    /** The validation metric did not improve in {@code training.patience} validations. */
    NO_IMPROVEMENT,
    /** {@code training.alignment.passes} passes of a hybrid were trained. */
    ALL_PASSES,
    /** The alignment of a hybrid is stable, as {@code training.alignment.stable} says. */
    STABLE_ALIGNMENT,
    /** The listener requested a stop; the same call resumes the run. */
    STOP_REQUESTED
  }

  public TrainingResult {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /** Returns whether the run has its final model. */
  public boolean finished() {
    return reason != Reason.STOP_REQUESTED;
  }
}
