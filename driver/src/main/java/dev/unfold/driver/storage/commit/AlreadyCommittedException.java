package dev.unfold.driver.storage.commit;

import dev.unfold.driver.storage.fs.StorageException;

/**
 * Thrown if the name to be published already exists, because another process was faster. Nothing
 * was changed.
 */
public final class AlreadyCommittedException extends StorageException {
  private static final long serialVersionUID = 1L;

  public AlreadyCommittedException(String path, Throwable cause) {
    super("cannot publish " + path + ": it already exists", cause);
  }
}
