package dev.unfold.driver.store;

import dev.unfold.worker.model.FormatVersion;

/** A record of a store about a plan, a decision or a promotion. */
public interface StoreRecord {
  /** The format version of all records. */
  FormatVersion CURRENT = new FormatVersion(1, 0);

  /** Returns the format version in which the record was written. */
  FormatVersion formatVersion();

  /** Returns the number under which it was committed. */
  long number();
}
