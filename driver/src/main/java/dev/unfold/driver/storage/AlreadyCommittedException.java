package dev.unfold.driver.storage;

/** The name to be published exists already: the race for it was lost. Nothing was changed. */
public final class AlreadyCommittedException extends StorageException {
  private static final long serialVersionUID = 1L;

  public AlreadyCommittedException(String path, Throwable cause) {
    super("cannot publish " + path + ": it already exists", cause);
  }
}
