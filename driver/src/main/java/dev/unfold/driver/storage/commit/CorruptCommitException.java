package dev.unfold.driver.storage.commit;

import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.error.ErrorKind;

/** Thrown if a committed directory is incomplete, damaged or not a commit; it is never loaded. */
public final class CorruptCommitException extends StorageException {
  private static final long serialVersionUID = 1L;

  public CorruptCommitException(String message) {
    super(ErrorKind.DATA, message);
  }

  /** Creates an exception for a folder that does not exist or has other content. */
  CorruptCommitException(ErrorKind kind, String message) {
    super(kind, message);
  }
}
