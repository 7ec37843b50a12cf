package dev.unfold.driver.storage;

/** A newer attempt took the run over; this one must not commit any more. */
public final class LeaseLostException extends StorageException {
  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    super(message);
  }
}
