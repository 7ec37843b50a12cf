package dev.unfold.driver.corpus.table;

import dev.unfold.driver.corpus.CorpusException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The rows of a few stretches of files, one stretch after the other. What is wrong with a file is
 * its last row; the next file is read nevertheless.
 */
final class SplitRows<T> implements Iterator<ReadResult<T>> {
  private final Iterator<FileRange> ranges;
  private final RangeRows.Opener<T> opener;
  private final Configuration configuration;
  private RangeRows<T> current;
  private ReadResult<T> next;

  SplitRows(List<FileRange> ranges, RangeRows.Opener<T> opener, Configuration configuration) {
    this.ranges = ranges.iterator();
    this.opener = opener;
    this.configuration = configuration;
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener closing = done -> close();
      task.addTaskCompletionListener(closing);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && (current != null || ranges.hasNext())) {
        next = readOn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return next != null;
  }

  @Override
  public ReadResult<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ReadResult<T> row = next;
    next = null;
    return row;
  }

  /** Returns a row, or null at the end of a stretch. */
  private ReadResult<T> readOn() throws IOException {
    ReadResult<T> row;
    try {
      if (current == null) {
        current = opener.open(ranges.next(), configuration);
      }
      row = current.next();
      if (row != null) {
        return row;
      }
    } catch (CorpusException e) {
      row = new ReadResult.Fault<>(e.getMessage());
    }
    close();
    return row;
  }

  private void close() {
    RangeRows<T> open = current;
    current = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
