package dev.unfold.driver.corpus.table.format;

import dev.unfold.driver.corpus.source.RangeBytes;
import dev.unfold.driver.corpus.table.format.ValueRow.Place;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the records of a range of a delimited file. A record ends with a line feed, which may be
 * preceded by a carriage return, or with the file. Within quotes, a line feed belongs to the value;
 * a single carriage return always does. White space before quotes is rejected, since programs
 * disagree on whether such quotes are part of the value. An empty value without quotes is null,
 * except in a format with {@code \N}.
 */
final class DelimitedParser {
  private static final int QUOTE = '"';
  private static final int BACKSLASH = '\\';
  private static final String CONTROL_LETTERS = "bfnrtv";
  private static final String CONTROLS = "\b\f\n\r\t\u000B";

  private final String file;
  private final RangeBytes in;
  private final DelimitedDialect format;
  private final ValueBuffer value;
  private long line;
  private long recordLine;
  private boolean utf8;
  private int width;

  /**
   * @param in the bytes of the range
   * @param line the number of the first line of the range
   */
  DelimitedParser(String file, RangeBytes in, DelimitedDialect format, long line) {
    this.file = file;
    this.in = in;
    value = new ValueBuffer(file);
    this.format = format;
    this.line = line;
  }

  /**
   * Reads the next record.
   *
   * @return its values, at least one; null at the end
   * @throws CorpusException if quotes or escapes do not match the format, so that the start of the
   *     next record is unknown
   */
  List<String> next() throws IOException {
    if (in.peek() == RangeBytes.END) {
      return null;
    }
    List<String> values = new ArrayList<>(width);
    recordLine = line;
    utf8 = true;
    do {
      values.add(format.quotes() && in.peek() == QUOTE ? quoted() : unquoted());
    } while (isSeparated());
    width = values.size();
    return values;
  }

  /** Returns the place of the record that was read last. */
  Place place() {
    return Place.ofLine(file, recordLine);
  }

  /** Returns whether all values of the record are UTF-8. */
  boolean isUtf8() {
    return utf8;
  }

  /** Moves past a separator or the end of a line and returns whether it is a separator. */
  private boolean isSeparated() throws IOException {
    if (in.read() == format.separator()) {
      return true;
    }
    line++;
    return false;
  }

  /** Moves past a carriage return and returns whether the value ends there. */
  private boolean endsValue() throws IOException {
    if (in.peek() != '\r') {
      return isEndOfValue(in.peek());
    }
    in.read();
    return isEndOfLine(in.peek());
  }

  private boolean isEndOfValue(int next) {
    return next == format.separator() || isEndOfLine(next);
  }

  private static boolean isEndOfLine(int next) {
    return next == '\n' || next == RangeBytes.END;
  }

  private String unquoted() throws IOException {
    value.clear();
    boolean escapes = format.escapes() == DelimitedDialect.Escapes.EVERYWHERE;
    for (int next = in.peek(); !isEndOfValue(next); next = in.peek()) {
      in.read();
      if (next == '\r' && isEndOfLine(in.peek())) {
        break;
      }
      if (next == QUOTE && format.quotes() && value.isBlank()) {
        throw refused(
            "the quotation marks of a value directly behind the separator",
            "white space before them; remove it");
      }
      if (escapes && next == BACKSLASH) {
        if (value.isEmpty() && isNoValue()) {
          return null;
        }
        addEscaped();
      } else {
        value.add(next);
      }
    }
    return value.isEmpty() && !escapes ? null : text();
  }

  /**
   * Returns whether a backslash is followed by N and the end of the value; consumes the N in this
   * case.
   */
  private boolean isNoValue() throws IOException {
    if (in.peek() != 'N') {
      return false;
    }
    in.read();
    if (endsValue()) {
      return true;
    }
    throw notEscaped("\\N followed by more text");
  }

  private String quoted() throws IOException {
    in.read();
    value.clear();
    while (true) {
      int next = in.read();
      if (next == RangeBytes.END) {
        throw refused("a quotation mark at the end of the value", "the end of the file");
      } else if (next == QUOTE && in.peek() != QUOTE) {
        break;
      } else if (next == BACKSLASH && format.escapes() != DelimitedDialect.Escapes.NONE) {
        addEscapedInQuotes();
      } else {
        value.add(next == QUOTE ? in.read() : next);
        countLine(next);
      }
    }
    if (!endsValue()) {
      throw refused(
          "a separator or the end of the line after the closing quotation mark of a value",
          "another character; where quotation marks have backslashes before them, the format is"
              + " csv-spark or csv-escaped");
    }
    return text();
  }

  private void addEscapedInQuotes() throws IOException {
    if (format.escapes() == DelimitedDialect.Escapes.EVERYWHERE) {
      addEscaped();
    } else {
      boolean escaped = in.peek() == QUOTE || in.peek() == BACKSLASH;
      value.add(escaped ? in.read() : BACKSLASH);
    }
  }

  private void addEscaped() throws IOException {
    int next = in.read();
    if (next == RangeBytes.END) {
      throw notEscaped("the end of the file");
    }
    int control = CONTROL_LETTERS.indexOf(next);
    value.add(control < 0 ? next : CONTROLS.charAt(control));
    countLine(next);
  }

  private void countLine(int read) {
    line += read == '\n' ? 1 : 0;
  }

  private String text() {
    Optional<String> text = value.text();
    utf8 &= text.isPresent();
    return text.orElse("");
  }

  private CorpusException notEscaped(String found) {
    return refused("a character after each backslash", found);
  }

  private CorpusException refused(String expected, String found) {
    return new CorpusException(
        place() + ": not a row of the table: expected " + expected + ", found " + found);
  }
}
