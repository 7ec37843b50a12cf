package dev.unfold.driver.corpus.table.format;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Detects from the first records of a file that it seems to be in another dialect than configured.
 */
public final class OtherDialect {
  private static final Map<Character, String> SEPARATORS =
      Map.of(
          ',', "the format " + SettingKeys.of(CorpusFormat.CSV) + " has",
          ';', "the format " + SettingKeys.of(CorpusFormat.CSV_SEMICOLON) + " has",
          '\t', "the format " + SettingKeys.of(CorpusFormat.TSV) + " has",
          '|', "no format has: convert the file to csv");

  private OtherDialect() {}

  /**
   * Returns advice for a file whose columns are not as expected, if its first record suggests one.
   */
  public static Optional<String> advice(List<String> first, DelimitedDialect format) {
    if (format.isPlain() && quotedColumn(List.of(first)).isPresent()) {
      return Optional.of(
          "names are in quotation marks, which the format "
              + SettingKeys.of(CorpusFormat.TSV_QUOTED)
              + " removes");
    }
    boolean one = first.size() == 1 && first.get(0) != null;
    return one ? otherSeparator(first.get(0)) : Optional.empty();
  }

  private static Optional<String> otherSeparator(String record) {
    return SEPARATORS.keySet().stream()
        .filter(separator -> count(record, separator) > 0)
        .max(Comparator.comparing(separator -> count(record, separator)))
        .map(
            separator ->
                "the values seem to be separated by "
                    + (separator == '\t' ? "tabs" : separator)
                    + ", which "
                    + SEPARATORS.get(separator));
  }

  private static long count(String text, char character) {
    return text.chars().filter(c -> c == character).count();
  }

  /**
   * Returns the index of the first column whose values are all in quotation marks.
   *
   * @param records the records, which may differ in their number of values
   */
  public static Optional<Integer> quotedColumn(List<List<String>> records) {
    int width = records.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, width)
        .boxed()
        .filter(
            column -> {
              List<String> values =
                  records.stream()
                      .filter(record -> column < record.size() && record.get(column) != null)
                      .map(record -> record.get(column))
                      .toList();
              return !values.isEmpty() && values.stream().allMatch(OtherDialect::isQuoted);
            })
        .findFirst();
  }

  private static boolean isQuoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
  }
}
