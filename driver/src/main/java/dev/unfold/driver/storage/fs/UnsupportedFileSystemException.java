package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ErrorKind;

/** Thrown for a path on a file system that is not known to support safe commits. */
public final class UnsupportedFileSystemException extends StorageException {
  private static final long serialVersionUID = 1L;

  public UnsupportedFileSystemException(String path, String scheme) {
    super(
        ErrorKind.USAGE,
        "file system "
            + scheme
            + ":// is not known to rename folders safely, which runs and models need: "
            + path
            + "; supported: "
            + String.join(", ", StorageScheme.names()));
  }
}
