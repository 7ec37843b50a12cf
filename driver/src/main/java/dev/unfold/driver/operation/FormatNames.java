package dev.unfold.driver.operation;

import dev.unfold.worker.settings.corpus.CorpusSettings.Format;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The names of formats in configurations and options. */
public final class FormatNames {
  private FormatNames() {}

  /** Returns the format with a name, in any case; empty if there is none. */
  public static Optional<Format> find(String name) {
    return Arrays.stream(Format.values())
        .filter(format -> SettingKeys.of(format).equalsIgnoreCase(name))
        .findFirst();
  }

  /** Returns the names of all formats. */
  public static List<String> all() {
    return Arrays.stream(Format.values()).map(SettingKeys::of).toList();
  }
}
