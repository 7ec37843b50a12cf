package dev.unfold.worker.settings;

import java.util.ArrayList;
import java.util.List;

/** Collects the values of settings that are not valid, so that all are told at once. */
final class SettingChecks {
  private final List<InvalidSettingException.Problem> problems = new ArrayList<>();

  /**
   * Notes a value unless it is valid.
   *
   * @param key the full key of the setting
   * @param otherKeys those of the other settings that the condition looks at
   */
  SettingChecks require(
      boolean valid, String key, String expected, Object found, String... otherKeys) {
    if (!valid) {
      problems.add(InvalidSettingException.problem(key, expected, found, otherKeys));
    }
    return this;
  }

  /**
   * Refuses what was noted.
   *
   * @throws InvalidSettingException unless every value was valid
   */
  void finish() {
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(problems);
    }
  }
}
