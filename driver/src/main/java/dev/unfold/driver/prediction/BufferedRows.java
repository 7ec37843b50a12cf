package dev.unfold.driver.prediction;

import dev.unfold.driver.prediction.sequence.RowBytes;
import dev.unfold.worker.sequence.CorpusException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/** An iterator of rows that are read and predicted several at a time, which bounds memory. */
abstract class BufferedRows implements Iterator<Row> {
  /** The number of steps above which no further rows are read. */
  static final int MAX_STEPS = 1 << 17;

  private final Deque<Iterator<Row>> ready = new ArrayDeque<>();

  /**
   * The counters of the rows of a job.
   *
   * @param done the rows that were read
   * @param empty those without a prediction
   */
  record Counters(LongAccumulator done, LongAccumulator empty) implements Serializable {
    /** Returns new counters, which Spark's pages show. */
    static Counters of(JavaSparkContext spark) {
      return new Counters(
          spark.sc().longAccumulator("rows"),
          spark.sc().longAccumulator("rows without a prediction"));
    }

    /** Counts rows, some of which may have no prediction. */
    void add(long rows, long withoutPrediction) {
      done.add(rows);
      empty.add(withoutPrediction);
    }
  }

  /** Returns whether another row may be read after rows with given steps and bytes. */
  static boolean isRoom(long steps, long bytes) {
    return steps < MAX_STEPS && bytes < RowBytes.MAX_IN_MEMORY;
  }

  /** Returns whether there are rows that were not read. */
  abstract boolean hasUnread();

  /**
   * Reads and predicts the next rows, and returns those that are to be written, as far as they are
   * known; there may be none. They are written before further rows are read.
   *
   * @throws CorpusException if a row cannot be used
   */
  abstract List<Iterator<Row>> predict() throws CorpusException;

  @Override
  public final boolean hasNext() {
    while (true) {
      while (!ready.isEmpty() && !ready.getFirst().hasNext()) {
        ready.removeFirst();
      }
      if (!ready.isEmpty() || !hasUnread()) {
        return !ready.isEmpty();
      }
      predictNext();
    }
  }

  private void predictNext() {
    try {
      ready.addAll(predict());
    } catch (CorpusException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.getFirst().next();
  }
}
