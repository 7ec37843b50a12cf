package dev.unfold.driver.storage.lease;

import dev.unfold.driver.storage.fs.StorageException;

/** Thrown if a newer attempt took over the run; this one must no longer commit. */
public final class LeaseLostException extends StorageException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    super(message);
  }
}
