package dev.unfold.driver.training;

import dev.unfold.driver.storage.Attempt;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.SettingKeys;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The file that records how an attempt ended, for schedulers that cannot see the exit code because
 * the driver runs in the cluster.
 */
public record OutcomeFile(Attempt attempt) {
  static final String NAME = "outcome.json";

  void recordEnd(PreparedRun.Ended ended) throws IOException {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("trainedTargets", ended.counters().trainedTargets());
    counts.put("excludedTargets", ended.counters().excludedTargets());
    recordEnd(ended.outcome(), counts);
  }

  /** Records how what did not fail ended, and what more there is to say. */
  public void recordEnd(Enum<?> outcome, Map<String, ?> more) throws IOException {
    record(SettingKeys.of(outcome), "", more);
  }

  /** Records it beside the failure itself, which counts more than one to record it. */
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
    attempt.record(NAME, Json.newMapper().writeValueAsBytes(content));
  }
}
