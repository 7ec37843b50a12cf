package dev.unfold.driver.storage;

import dev.unfold.worker.error.ErrorKind;

/** A committed directory is torn, foreign or damaged; it is never loaded. */
public final class CorruptCommitException extends StorageException {
  private static final long serialVersionUID = 1L;

  public CorruptCommitException(String message) {
    super(ErrorKind.DATA, message);
  }

  /** A folder that is not there, or holds something else. */
  CorruptCommitException(ErrorKind kind, String message) {
    super(kind, message);
  }
}
