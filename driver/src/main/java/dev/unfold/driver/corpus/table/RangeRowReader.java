package dev.unfold.driver.corpus.table;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of one stretch of a file.
 *
 * @param <T> of a row
 */
public interface RangeRowReader<T> extends Closeable {
  /**
   * Reads the next row.
   *
   * @return the row or its fault; null behind the last
   * @throws dev.unfold.driver.corpus.CorpusException if the rest cannot be read
   */
  RowReadResult<T> next() throws IOException;

  /**
   * Opens stretches of files of one format.
   *
   * @param <T> of a row
   */
  @FunctionalInterface
  interface Opener<T> extends Serializable {
    RangeRowReader<T> open(FileRange range, Configuration configuration) throws IOException;
  }
}
