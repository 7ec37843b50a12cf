package dev.unfold.worker.settings.validation;

import java.util.ArrayList;
import java.util.List;

/** Collects invalid values of settings, so that all of them are reported at once. */
public final class SettingChecks {
  private final List<InvalidSettingException.Problem> problems = new ArrayList<>();

  /**
   * Records a value unless it is valid.
   *
   * @param key the full key of the setting
   * @param otherKeys the keys of the other settings in the condition
   */
  public SettingChecks require(
      boolean valid, String key, String expected, Object actual, String... otherKeys) {
    if (!valid) {
      problems.add(InvalidSettingException.problem(key, expected, actual, otherKeys));
    }
    return this;
  }

  /**
   * Throws if any value was invalid.
   *
   * @throws InvalidSettingException if any value was invalid
   */
  public void finish() {
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(problems);
    }
  }
}
