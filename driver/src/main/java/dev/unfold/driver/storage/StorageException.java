package dev.unfold.driver.storage;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** The file system refused; the message says what was tried, on which path, and why it failed. */
public class StorageException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private static final List<Class<? extends IOException>> NOWHERE =
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
   * An error of another kind than that of the file system: a path that names what is not there, or
   * what cannot be used.
   */
  public StorageException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A path that leads nowhere is a matter of the configuration. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
    boolean nowhere = NOWHERE.stream().anyMatch(type -> type.isInstance(cause));
    kind = nowhere ? ErrorKind.CONFIGURATION : ErrorKind.STORAGE;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
