package dev.unfold.driver.corpus.table.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of one range of a file.
 *
 * @param <T> the type of a row
 */
public interface RangeRowReader<T> extends Closeable {
  /**
   * Reads the next row.
   *
   * @return the row or its fault; null after the last one
   * @throws dev.unfold.worker.sequence.CorpusException if the rest cannot be read
   */
  RowReadResult<T> next() throws IOException;

  /**
   * Opens ranges of files of one format.
   *
   * @param <T> the type of a row
   */
  @FunctionalInterface
  interface Opener<T> extends Serializable {
    RangeRowReader<T> open(FileRange range, Configuration configuration) throws IOException;
  }
}
