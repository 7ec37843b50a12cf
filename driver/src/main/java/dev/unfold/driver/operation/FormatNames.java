package dev.unfold.driver.operation;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of the formats of tables in configurations and options. */
public final class FormatNames {
  private FormatNames() {}

  /**
   * Returns the format with a name, in any case; empty if there is none. Beside tables, folders of
   * recordings have one, whose rows are their files.
   */
  public static Optional<CorpusFormat> find(String name) {
    return formats().filter(format -> SettingKeys.of(format).equalsIgnoreCase(name)).findFirst();
  }

  /** Returns the names of all formats. */
  public static List<String> all() {
    return formats().map(SettingKeys::of).toList();
  }

  private static Stream<CorpusFormat> formats() {
    Stream<CorpusFormat> tables =
        Arrays.stream(CorpusFormat.values()).filter(CorpusFormat::isTable);
    return Stream.concat(tables, Stream.of(CorpusFormat.WAV));
  }
}
