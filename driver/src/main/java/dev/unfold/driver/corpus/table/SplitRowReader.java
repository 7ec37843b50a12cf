package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.table.format.FileRange;
import dev.unfold.driver.corpus.table.format.RangeRowReader;
import dev.unfold.driver.corpus.table.format.RowReadResult;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.CorpusException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of several ranges of files, one range after the other. An error of a file is
 * returned in place of its last row; reading continues with the next file.
 */
final class SplitRowReader<T> implements Iterator<RowReadResult<T>>, Closeable {
  private final Iterator<FileRange> ranges;
  private final RangeRowReader.Opener<T> opener;
  private final Configuration configuration;
  private RangeRowReader<T> current;
  private RowReadResult<T> next;

  SplitRowReader(
      List<FileRange> ranges, RangeRowReader.Opener<T> opener, Configuration configuration) {
    this.ranges = ranges.iterator();
    this.opener = opener;
    this.configuration = configuration;
    SparkJobs.closeWithTask(this);
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && (current != null || ranges.hasNext())) {
        next = readMore();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next != null;
  }

  @Override
  public RowReadResult<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RowReadResult<T> row = next;
    next = null;
    return row;
  }

  /** Returns a row, or null at the end of a range. */
  private RowReadResult<T> readMore() throws IOException {
    RowReadResult<T> row;
    try {
      if (current == null) {
        current = opener.open(ranges.next(), configuration);
      }
      row = current.next();
      if (row != null) {
        return row;
      }
    } catch (CorpusException e) {
      row = new RowReadResult.Fault<>(e.getMessage());
    }
    close();
    return row;
  }

  @Override
  public void close() throws IOException {
    RangeRowReader<T> open = current;
    current = null;
    if (open != null) {
      open.close();
    }
  }
}
