package dev.unfold.driver.corpus.table;

import java.io.Closeable;
import org.apache.spark.sql.catalyst.InternalRow;

/** The rows of a range of a file in Spark's own values. */
interface TypedRows extends Closeable {
  /**
   * Returns the next row, with the columns of the table and possibly more behind them.
   *
   * @return the row, which is valid until the next call; null after the last one
   */
  InternalRow next() throws Exception;

  /** Returns the number of the row that was returned last in its file, from 1. */
  long number();
}
