package dev.unfold.driver.training;

import java.util.Locale;

/** How a run ended, if it did not fail. */
public enum RunOutcome {
  /** The model is written. */
  FINISHED,
  /** Stopped on request after a checkpoint; the same command goes on from there. */
  INTERRUPTED;

  /** What {@code outcome.json} of the attempt says, for who cannot see the exit code. */
  String json() {
    return "{\n  \"outcome\": \"" + name().toLowerCase(Locale.ROOT) + "\"\n}\n";
  }
}
