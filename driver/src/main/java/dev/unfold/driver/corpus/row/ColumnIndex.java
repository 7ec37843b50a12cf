package dev.unfold.driver.corpus.row;

import dev.unfold.worker.sequence.CorpusException;

/** The columns of a table by name. */
@FunctionalInterface
interface ColumnIndex {
  /**
   * Returns the index of a column.
   *
   * @throws CorpusException if there is no column of that name
   */
  int of(String column) throws CorpusException;
}
