package dev.unfold.driver.corpus.table.format;

import dev.unfold.driver.corpus.source.RangeBytes;
import dev.unfold.driver.corpus.table.format.ValueRow.Place;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of a range of a delimited file. A row has as many values as the table has columns;
 * an empty line is a row of nulls.
 */
public final class DelimitedRowReader implements RangeRowReader<ValueRow> {
  private static final String MARK = "\uFEFF";

  private final FileRange range;
  private final Columns columns;
  private final RangeBytes in;
  private final DelimitedParser parser;
  private boolean atStart;

  /**
   * The columns of a table.
   *
   * @param header whether each file begins with the names
   * @param from the file that defines the names
   */
  public record Columns(DelimitedDialect format, boolean header, List<String> names, String from)
      implements java.io.Serializable {
    public RangeRowReader<ValueRow> open(FileRange range, Configuration configuration)
        throws IOException {
      return new DelimitedRowReader(range, this, configuration);
    }
  }

  private DelimitedRowReader(FileRange range, Columns columns, Configuration configuration)
      throws IOException {
    this.range = range;
    this.columns = columns;
    in = new RangeBytes(range.file(), range.start(), range.end(), configuration);
    parser = new DelimitedParser(range.file().path(), in, columns.format(), range.line());
    atStart = range.isStart();
  }

  /**
   * Returns the first records of a file.
   *
   * @param limit the maximum number of records
   * @return the values of each record; empty if the file is empty
   * @throws CorpusException if the first one is not UTF-8, or one cannot be read
   */
  public static List<List<String>> first(
      FileRange file, DelimitedDialect format, int limit, Configuration configuration)
      throws IOException {
    try (RangeBytes in = new RangeBytes(file.file(), 0, file.end(), configuration)) {
      DelimitedParser parser = new DelimitedParser(file.file().path(), in, format, 1);
      List<List<String>> records = new ArrayList<>();
      while (records.size() < limit) {
        List<String> record = parser.next();
        if (record == null) {
          break;
        }
        if (records.isEmpty() && !parser.isUtf8()) {
          throw new CorpusException(notUtf8(parser.place()));
        }
        records.add(record);
      }
      return records;
    }
  }

  @Override
  public RowReadResult<ValueRow> next() throws IOException {
    boolean first = atStart;
    atStart = false;
    if (first && columns.header()) {
      requireHeader();
    }
    List<String> values = parser.next();
    if (values == null) {
      return null;
    }
    if (first && !columns.header()) {
      SeparatorLine.requireNot(range.file().path(), values);
    }
    Place place = parser.place();
    if (!parser.isUtf8()) {
      return new RowReadResult.Fault<>(notUtf8(place));
    }
    int width = columns.names().size();
    if (isHeader(values)) {
      return new RowReadResult.Fault<>(
          place
              + ": not a row of the table: found the names of the columns again, as if files with"
              + " headers were concatenated; remove the line");
    }
    if (values.size() == width) {
      return new RowReadResult.Good<>(ValueRow.of(place, values));
    }
    boolean empty = values.size() == 1 && values.get(0) == null;
    return empty
        ? new RowReadResult.Good<>(ValueRow.of(place, Collections.nCopies(width, null)))
        : new RowReadResult.Fault<>(wrongWidth(place, width, values));
  }

  /**
   * Returns whether a row repeats the names of several columns, possibly after a byte order mark.
   */
  private boolean isHeader(List<String> values) {
    List<String> names = columns.names();
    if (!columns.header() || names.size() == 1 || values.size() != names.size()) {
      return false;
    }
    String first = values.get(0);
    boolean marked = first != null && first.startsWith(MARK);
    return names.get(0).equals(marked ? first.substring(MARK.length()) : first)
        && names.subList(1, names.size()).equals(values.subList(1, values.size()));
  }

  private void requireHeader() throws IOException {
    String file = range.file().path();
    List<String> line = parser.next();
    if (line == null) {
      return;
    }
    if (!parser.isUtf8()) {
      throw new CorpusException(notUtf8(parser.place()));
    }
    SeparatorLine.requireNot(file, line);
    List<String> names = TableHeader.names(file, line);
    if (!names.equals(columns.names())) {
      throw new CorpusException(
          file
              + ": expected the columns of "
              + columns.from()
              + ", "
              + columns.names()
              + ", found "
              + names);
    }
  }

  private static String notUtf8(Place place) {
    return place
        + ": invalid UTF-8 in a value: convert the file, as with iconv -f WINDOWS-1252 -t UTF-8";
  }

  private static String wrongWidth(Place place, int width, List<String> values) {
    return place
        + ": not a row of the table: expected "
        + width
        + (width == 1 ? " value" : " values")
        + ", found "
        + values.size()
        + ": "
        + Excerpt.of(String.valueOf(values));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
