package dev.unfold.driver.store;

import dev.unfold.worker.model.FormatVersion;

/** A file of a store that says what was planned, decided or promoted. */
public interface StoreRecord {
  /** The format of all of them. */
  FormatVersion CURRENT = new FormatVersion(1, 0);

  /** In which it was written. */
  FormatVersion formatVersion();

  /** The number that it was committed under. */
  long number();
}
