package dev.unfold.driver.prediction;

import dev.unfold.worker.sequence.CorpusException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** An iterator of rows that are read and predicted several at a time, which bounds memory. */
abstract class BufferedRows implements Iterator<Row> {
  /** The number of steps above which no further rows are read. */
  static final long MAX_STEPS = 1 << 17;

  private final ArrayDeque<Row> ready = new ArrayDeque<>();

  /** Returns whether there are rows that were not read. */
  abstract boolean hasUnread();

  /**
   * Reads and predicts the next rows, of which there are some.
   *
   * @throws CorpusException if a row cannot be used
   */
  abstract List<Row> predict() throws CorpusException;

  @Override
  public final boolean hasNext() {
    return !ready.isEmpty() || hasUnread();
  }

  @Override
  public final Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      try {
        ready.addAll(predict());
      } catch (CorpusException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ready.remove();
  }
}
