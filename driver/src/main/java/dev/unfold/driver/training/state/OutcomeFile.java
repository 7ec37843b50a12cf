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

  /** What an attempt does. */
  @FunctionalInterface
  public interface Work<T extends AttemptEnd> {
    T run() throws IOException;
  }

  /**
   * Does the work of the attempt and records its end or its failure. If a failure cannot be
   * recorded, the exception is added to it as a suppressed one.
   *
   * @throws IOException if the work fails, or its end cannot be recorded
   */
  public <T extends AttemptEnd> T recording(Work<T> work) throws IOException {
    try {
      T end = work.run();
      record(SettingKeys.of(end.outcome()), "", end.describe());
      return end;
    } catch (IOException | RuntimeException e) {
      recordFailure(e);
      throw e;
    }
  }

  private void recordFailure(Exception failure) {
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
