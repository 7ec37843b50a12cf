package dev.unfold.driver.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.apache.hadoop.security.AccessControlException;

/** Says in words why a file system refused. */
public final class StorageErrors {
  private StorageErrors() {}

  /** Something to do on a file system. */
  @FunctionalInterface
  public interface Action<T> {
    T run() throws IOException;
  }

  /**
   * Runs the action.
   *
   * @param verb what it does, as in "cannot read"
   * @throws StorageException with verb, path and reason if the action fails
   */
  public static <T> T explain(String verb, String path, Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException("cannot " + verb + " " + path + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    String lower = message.toLowerCase(Locale.ROOT);
    if (e instanceof AccessDeniedException || lower.contains("(permission denied)")) {
      return "permission denied for user " + System.getProperty("user.name");
    }
    if (e instanceof AccessControlException) {
      return message; // names user, access and inode
    }
    if (lower.contains("read-only file system")) {
      return "the file system is read-only";
    }
    if (lower.contains("safe mode")) {
      return "the file system is in safe mode and read-only: " + message;
    }
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "it does not exist";
    }
    if (e instanceof FileAlreadyExistsException
        || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException) {
      return "it exists already";
    }
    return e.getClass().getSimpleName() + ": " + message;
  }
}
