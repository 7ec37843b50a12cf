package dev.unfold.driver.storage;

import java.io.IOException;

/** The file system refused; the message says what was tried, on which path, and why it failed. */
public class StorageException extends IOException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
