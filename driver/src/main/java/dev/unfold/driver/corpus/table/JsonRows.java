package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.ByteCursor;
import dev.unfold.driver.corpus.Excerpt;
import dev.unfold.driver.corpus.table.JsonParsing.NoObjectException;
import dev.unfold.driver.corpus.table.ValueRow.Place;
import dev.unfold.worker.settings.WhiteSpace;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The objects of a stretch of a file with one in each line; lines of white space are none. */
final class JsonRows implements RangeRows<ValueRow> {
  private final Objects objects;
  private final List<String> columns;

  /**
   * Opens a stretch.
   *
   * @param columns the keys, in the order of the values of a row
   */
  JsonRows(FileRange range, List<String> columns, Configuration configuration) throws IOException {
    objects = new Objects(range, configuration);
    this.columns = columns;
  }

  @Override
  public ReadResult<ValueRow> next() throws IOException {
    ReadResult<Map<String, Object>> object = objects.next();
    return object == null ? null : object.map(this::row);
  }

  private ValueRow row(Map<String, Object> object) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = object.get(columns.get(i));
    }
    return new ValueRow(objects.place(), values);
  }

  @Override
  public void close() throws IOException {
    objects.close();
  }

  /** Reads the objects themselves. */
  static final class Objects implements Closeable {
    private final ByteCursor in;
    private final String file;
    private final ValueBytes bytes;
    private long line;

    Objects(FileRange range, Configuration configuration) throws IOException {
      in = new ByteCursor(range.file(), range.start(), range.end(), configuration);
      file = range.file().path();
      bytes = new ValueBytes(file);
      line = range.line() - 1;
    }

    /** Returns the next object or its fault; null at the end. */
    ReadResult<Map<String, Object>> next() throws IOException {
      while (in.peek() != ByteCursor.END) {
        readLine();
        Optional<String> text = bytes.text();
        if (text.isEmpty()) {
          return new ReadResult.Fault<>(place() + ": invalid UTF-8");
        }
        if (!WhiteSpace.isBlank(text.get())) {
          return parsed(text.get());
        }
      }
      return null;
    }

    private ReadResult<Map<String, Object>> parsed(String text) {
      try {
        return new ReadResult.Good<>(JsonParsing.object(text));
      } catch (NoObjectException e) {
        return new ReadResult.Fault<>(
            place() + ": not a row of the table: " + e.getMessage() + ": " + Excerpt.of(text));
      }
    }

    private void readLine() throws IOException {
      line++;
      bytes.clear();
      int next = in.read();
      while (next != ByteCursor.END && next != '\n') {
        bytes.add(next);
        next = in.read();
      }
    }

    /** Returns the place of the object that was read last. */
    Place place() {
      return Place.ofLine(file, line);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
