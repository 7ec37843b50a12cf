package dev.unfold.driver.training.state;

import dev.unfold.driver.training.outcome.RunOutcome;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The end of a run that did not fail, or of the training of a hybrid, which counts what the runs of
 * all passes did.
 *
 * @param reason why it ended
 * @param rounds the number of rounds over all attempts
 * @param epochs the number of completed epochs over all attempts
 * @param trainedTargets the targets that were trained over all attempts
 * @param excludedTargets the targets of shards that were excluded from an average
 */
public record RunEnd(
    Reason reason, long rounds, int epochs, long trainedTargets, long excludedTargets)
    implements AttemptEnd {
  /** The reasons why training ends. */
  public enum Reason {
    /** All epochs were trained. */
    ALL_EPOCHS,
    /** As many rounds as there may be were trained. */
    MAX_ROUNDS,
    /** The validation metric did not improve in as many validations as training is patient. */
    NO_IMPROVEMENT,
    /** All passes of a hybrid were trained. */
    ALL_PASSES,
    /** The alignment of a hybrid is stable. */
    STABLE_ALIGNMENT,
    /** A stop was requested. */
    STOP_REQUESTED
  }

  /** Creates the end of a run with these counters. */
  public RunEnd(Reason reason, RunCounters counters) {
    this(
        reason,
        counters.round(),
        counters.epoch(),
        counters.trainedTargets(),
        counters.excludedTargets());
  }

  /** Returns the end after a further run with these counters. */
  public RunEnd plus(RunCounters counters) {
    return new RunEnd(
        reason,
        rounds + counters.round(),
        epochs + counters.epoch(),
        trainedTargets + counters.trainedTargets(),
        excludedTargets + counters.excludedTargets());
  }

  @Override
  public RunOutcome outcome() {
    return reason == Reason.STOP_REQUESTED ? RunOutcome.INTERRUPTED : RunOutcome.FINISHED;
  }

  @Override
  public Map<String, ?> describe() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("trainedTargets", trainedTargets);
    counts.put("excludedTargets", excludedTargets);
    return counts;
  }
}
