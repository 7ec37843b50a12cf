package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/**
 * Thrown if a file system operation fails; the message has the operation, the path and the reason.
 */
public class StorageException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private static final List<Class<? extends IOException>> NOT_FOUND =
      List.of(
          FileNotFoundException.class,
          NoSuchFileException.class,
          NotDirectoryException.class,
          org.apache.hadoop.fs.UnsupportedFileSystemException.class);

  private final ErrorKind kind;

  public StorageException(String message) {
    this(ErrorKind.STORAGE, message);
  }

  /**
   * Creates an exception of another kind than a storage failure, such as for a path that does not
   * exist or cannot be used.
   */
  public StorageException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Creates an exception with a cause. A path that does not exist is an error of usage. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
    boolean notFound = NOT_FOUND.stream().anyMatch(type -> type.isInstance(cause));
    kind = notFound ? ErrorKind.USAGE : ErrorKind.STORAGE;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
