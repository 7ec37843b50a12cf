package dev.unfold.driver.prediction;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Values between separators: {@code csv} by RFC 4180 but with line feeds, or {@code tsv}, where
 * nothing is quoted and nothing escaped. A null is nothing; an empty text is a pair of quotes in
 * {@code csv}, and nothing in {@code tsv}.
 *
 * @param names of the columns, which each file begins with; empty if the table has none
 * @param quotes whether it is {@code csv}
 */
record SeparatedLines(List<String> names, boolean quotes) implements LineFormat {
  /** Beside what RFC 4180 has quoted: what some readers trim or take for a comment or a mark. */
  private static final Pattern QUOTED =
      Pattern.compile("[\",\\r\\n\\x00]|\\A\\z|\\A[\\s#\\x{FEFF}]|\\s\\z");

  @Override
  public Optional<String> header() {
    return names.isEmpty() ? Optional.empty() : Optional.of(joined(names.stream()));
  }

  @Override
  public String line(Row row) {
    return joined(IntStream.range(0, row.size()).mapToObj(row::get));
  }

  private String joined(Stream<?> values) {
    return values.map(this::text).collect(Collectors.joining(quotes ? "," : "\t"));
  }

  private String text(Object value) {
    if (value == null) {
      return "";
    }
    String text = PlainText.of(value);
    boolean quoted = quotes && (value instanceof String) && QUOTED.matcher(text).find();
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
