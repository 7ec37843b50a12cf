package dev.unfold.driver.corpus.table.format;

import dev.unfold.driver.corpus.source.RangeBytes;
import dev.unfold.driver.corpus.table.format.JsonObjectReader.NoObjectException;
import dev.unfold.driver.corpus.table.format.ValueRow.Place;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Reads the objects of a range of a file with one object per line; blank lines are skipped. */
public final class JsonRowReader implements RangeRowReader<ValueRow> {
  private final Objects objects;
  private final List<String> columns;

  /**
   * Opens a range.
   *
   * @param columns the keys, in the order of the values of a row
   */
  public JsonRowReader(FileRange range, List<String> columns, Configuration configuration)
      throws IOException {
    objects = new Objects(range, configuration);
    this.columns = columns;
  }

  @Override
  public RowReadResult<ValueRow> next() throws IOException {
    RowReadResult<Map<String, Object>> object = objects.next();
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
  public static final class Objects implements Closeable {
    private final RangeBytes in;
    private final String file;
    private final ValueBuffer bytes;
    private long line;

    public Objects(FileRange range, Configuration configuration) throws IOException {
      in = new RangeBytes(range.file(), range.start(), range.end(), configuration);
      file = range.file().path();
      bytes = new ValueBuffer(file);
      line = range.line() - 1;
    }

    /** Returns the next object or its fault; null at the end. */
    public RowReadResult<Map<String, Object>> next() throws IOException {
      while (in.peek() != RangeBytes.END) {
        readLine();
        Optional<String> text = bytes.text();
        if (text.isEmpty()) {
          return new RowReadResult.Fault<>(place() + ": invalid UTF-8");
        }
        if (!Whitespace.isBlank(text.get())) {
          return parsed(text.get());
        }
      }
      return null;
    }

    private RowReadResult<Map<String, Object>> parsed(String text) throws CorpusException {
      requireWhole(Whitespace.strip(text));
      try {
        return new RowReadResult.Good<>(JsonObjectReader.object(text));
      } catch (NoObjectException e) {
        return new RowReadResult.Fault<>(
            place() + ": not a row of the table: " + e.getMessage() + ": " + Excerpt.of(text));
      }
    }

    /** Rejects a file that was written for readers: its other lines need not be reported. */
    private void requireWhole(String text) throws CorpusException {
      boolean list = text.equals("[");
      if (list || text.equals("{")) {
        throw new CorpusException(
            place()
                + ": expected an object in each line, found the first line of "
                + (list ? "a list" : "an object")
                + " that extends over several lines; convert the file, as with jq -c "
                + (list ? "'.[]'" : "."));
      }
    }

    private void readLine() throws IOException {
      line++;
      bytes.clear();
      int next = in.read();
      while (next != RangeBytes.END && next != '\n') {
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
