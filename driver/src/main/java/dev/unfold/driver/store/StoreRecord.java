package dev.unfold.driver.store;

import dev.unfold.worker.model.FormatVersion;

/** A file of a store that says what was planned, decided or promoted. */
public interface StoreRecord {
  /** The format of all of them. */
  FormatVersion CURRENT = new FormatVersion(1, 0);

  /** Returns the format version in which the record was written. */
  FormatVersion formatVersion();

  /** Returns the number that it was committed under. */
  long number();
}
