package dev.unfold.api;

import dev.unfold.worker.settings.corpus.CorpusSettings.Format;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds formats by the names that configurations use. */
final class Formats {
  private Formats() {}

  static Format named(String option, String name) {
    return Arrays.stream(Format.values())
        .filter(format -> SettingKeys.of(format).equals(name))
        .findFirst()
        .orElseThrow(() -> new UnfoldException(unknown(option, name)));
  }

  private static InvalidSettingException unknown(String option, String name) {
    String names =
        Arrays.stream(Format.values()).map(SettingKeys::of).collect(Collectors.joining(", "));
    return new InvalidSettingException(option, "one of " + names, name);
  }
}
