package dev.unfold.driver.training.state;

import dev.unfold.driver.storage.lease.Attempt;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file that records how an attempt ended, for schedulers that cannot see the exit code because
 * the driver runs in the cluster.
 */
public record OutcomeFile(Attempt attempt) {
  static final String NAME = "outcome.json";

  public void recordEnd(RunEnd end) throws IOException {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("trainedTargets", end.counters().trainedTargets());
    counts.put("excludedTargets", end.counters().excludedTargets());
    recordEnd(end.outcome(), counts);
  }

  /** Records the outcome of an attempt that did not fail, with further values. */
  public void recordEnd(Enum<?> outcome, Map<String, ?> more) throws IOException {
    record(SettingKeys.of(outcome), "", more);
  }

  /**
   * Records a failure. If it cannot be recorded, the exception is added to the failure as a
   * suppressed one.
   */
  public void recordFailure(Exception failure) {
    try {
      record("failed", String.valueOf(failure.getMessage()), Map.of());
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void record(String outcome, String message, Map<String, ?> more) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("outcome", outcome);
    content.put("message", message);
    content.putAll(more);
    attempt.record(NAME, Json.writer().writeValueAsBytes(content));
  }
}
