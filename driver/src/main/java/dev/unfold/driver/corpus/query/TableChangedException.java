package dev.unfold.driver.corpus.query;

import dev.unfold.driver.storage.fs.StorageException;

/** Thrown if a table no longer has the rows that were to be read. */
public final class TableChangedException extends StorageException {
  private static final long serialVersionUID = 1L;

  private TableChangedException(String message) {
    super(message);
  }

  /**
   * Requires that a table has the rows of a hash.
   *
   * @param name the name of the table, for the message
   * @param sha256 the expected hash
   * @param found what the table has
   */
  public static void requireSame(String name, String sha256, RowsHash found)
      throws TableChangedException {
    if (!found.sha256().equals(sha256)) {
      throw new TableChangedException(
          name
              + ": expected the rows with SHA-256 "
              + sha256
              + ", found "
              + found.rows()
              + " rows with "
              + found.sha256()
              + "; if its query gives other rows each time, store them in a table");
    }
  }
}
