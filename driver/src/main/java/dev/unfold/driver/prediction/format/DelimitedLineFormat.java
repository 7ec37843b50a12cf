package dev.unfold.driver.prediction.format;

import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Formats rows as delimited lines: {@code csv} by RFC 4180 but with line feeds; {@code tsv} without
 * quotes and escapes; or {@code tsv-escaped}, the text format of PostgreSQL's COPY. A null is
 * written as nothing, in {@code tsv-escaped} as {@code \N}; an empty text is written as nothing, in
 * {@code csv} as a pair of quotes. Lists and objects are written as JSON.
 *
 * @param names the names of the columns, with which each file begins; empty if the table has none
 */
public record DelimitedLineFormat(List<String> names, CorpusFormat format) implements LineFormat {
  /**
   * Matches the values that are quoted: those of RFC 4180, and values that some readers trim or
   * mistake for a comment or a byte order mark.
   */
  private static final Pattern QUOTED =
      Pattern.compile("[\",\\r\\n\\x00]|\\A\\z|\\A[\\s#\\x{FEFF}]|\\s\\z");

  private static final Pattern ESCAPED = Pattern.compile("[\\\\\\t\\n\\r\\x08\\f\\x0B]");
  private static final String CONTROLS = "\t\n\r\b\f\u000B";
  private static final String LETTERS = "tnrbfv";

  @Override
  public Optional<String> header() {
    return names.isEmpty() ? Optional.empty() : Optional.of(joined(names.stream()));
  }

  @Override
  public String line(Row row) {
    return joined(IntStream.range(0, row.size()).mapToObj(row::get));
  }

  private String joined(Stream<?> values) {
    String separator = format == CorpusFormat.CSV ? "," : "\t";
    return values.map(this::text).collect(Collectors.joining(separator));
  }

  private String text(Object value) {
    if (value == null) {
      return format == CorpusFormat.TSV_ESCAPED ? "\\N" : "";
    }
    boolean nested = value instanceof Map<?, ?> || value instanceof List<?>;
    String text = nested ? JsonLineFormat.text(value) : PlainTextFormat.of(value);
    return switch (format) {
      case CSV -> quoted(text);
      case TSV_ESCAPED -> ESCAPED.matcher(text).replaceAll(DelimitedLineFormat::escape);
      default -> text;
    };
  }

  private static String quoted(String text) {
    return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static String escape(MatchResult character) {
    int control = CONTROLS.indexOf(character.group());
    return Matcher.quoteReplacement("\\" + (control < 0 ? "\\" : LETTERS.charAt(control)));
  }
}
