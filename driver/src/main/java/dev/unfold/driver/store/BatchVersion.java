package dev.unfold.driver.store;

import dev.unfold.worker.model.FormatVersion;

/**
 * The record of the version that reads a micro-batch of a streaming query.
 *
 * @param number the number of the micro-batch, from 0
 * @param version the version
 */
record BatchVersion(FormatVersion formatVersion, long number, long version) implements StoreRecord {
  BatchVersion {
    if (number < 0 || version < 1) {
      throw new IllegalArgumentException("version " + version + " of micro-batch " + number);
    }
  }
}
