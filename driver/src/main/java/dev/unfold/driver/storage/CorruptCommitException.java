package dev.unfold.driver.storage;

/** A committed directory is torn, foreign or damaged; it is never loaded. */
public final class CorruptCommitException extends StorageException {
  private static final long serialVersionUID = 1L;

  public CorruptCommitException(String message) {
    super(message);
  }
}
