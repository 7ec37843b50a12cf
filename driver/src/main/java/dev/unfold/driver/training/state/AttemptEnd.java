package dev.unfold.driver.training.state;

import java.util.Map;

/** How an attempt that did not fail ended, as {@link OutcomeFile} records it. */
public interface AttemptEnd {
  /** Returns the outcome, whose name is recorded. */
  Enum<?> outcome();

  /** Returns further values that are recorded, by name. */
  Map<String, ?> describe();
}
