package dev.unfold.driver.retraining;

import dev.unfold.driver.training.state.AttemptEnd;
import java.util.Map;

/**
 * The result of a retraining.
 *
 * @param number the number of the retraining; 0 if there was none
 */
public record RetrainingSummary(Outcome outcome, long number, String reason) implements AttemptEnd {
  /** The outcome of a retraining. */
  public enum Outcome {
    /** The challenger became the champion. */
    PROMOTED,
    /** The challenger was not better; it is kept as a version. */
    REFUSED,
    /** There was no new data to train on. */
    NOTHING_NEW,
    /** The retraining was interrupted; the same call resumes it. */
    INTERRUPTED
  }

  @Override
  public Map<String, ?> describe() {
    return Map.of("retraining", number, "reason", reason);
  }
}
