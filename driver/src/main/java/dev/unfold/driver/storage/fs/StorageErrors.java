package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ErrorKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.hdfs.server.namenode.SafeModeException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;

/** Explains failures of file systems. */
public final class StorageErrors {
  private static final List<Class<? extends IOException>> TRANSIENT =
      List.of(
          SafeModeException.class,
          RetriableException.class,
          StandbyException.class,
          SocketException.class, // refused, reset, no route
          SocketTimeoutException.class);

  /**
   * Matches messages that no DataNode is available for a block, or that all DataNodes of a block
   * were lost during a write.
   */
  private static final Pattern NO_DATANODE =
      Pattern.compile("could only be written to \\d+ of the|All datanodes .* are bad");

  private StorageErrors() {}

  /** A storage operation that may fail and returns a result. */
  @FunctionalInterface
  public interface Action<T> {
    T run() throws IOException;
  }

  /** A storage operation that may fail and returns nothing. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException;
  }

  /**
   * Runs the action.
   *
   * @param verb the verb for the action, as in "cannot read"
   * @throws StorageException with verb, path and reason if the action fails
   */
  public static <T> T explain(String verb, String path, Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (StorageException e) {
      throw e;
    } catch (IOException e) {
      throw new StorageException("cannot " + verb + " " + path + ": " + reason(e), e);
    } catch (IllegalArgumentException e) { // thrown by Hadoop for malformed paths
      throw new StorageException(
          ErrorKind.USAGE, "cannot " + verb + " " + path + ": " + e.getMessage());
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw new StorageException(
            ErrorKind.CONFIGURATION,
            "cannot "
                + verb
                + " "
                + path
                + ": the library of its file system is missing: "
                + e.getMessage());
      }
      throw e;
    }
  }

  /** Explains failures like {@link #explain}, for an operation that returns nothing. */
  public static void explainStep(String verb, String path, Step step) throws IOException {
    explain(
        verb,
        path,
        () -> {
          step.run();
          return path;
        });
  }

  /**
   * Cleans up after a failure. A failure of the cleaning is added to it as a suppressed one, since
   * the same fault of the storage may have caused both.
   */
  public static void cleanUpAfter(Throwable failure, Step cleaning) {
    try {
      cleaning.run();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns whether a fault is transient: the NameNode is in safe mode, starting, in standby or
   * unreachable, or no DataNode can be written to. Missing permission, an exceeded quota and a full
   * local disk are not transient.
   */
  public static boolean isTransient(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Throwable fault =
          cause instanceof RemoteException remote ? remote.unwrapRemoteException() : cause;
      if (TRANSIENT.stream().anyMatch(type -> type.isInstance(fault))
          || NO_DATANODE.matcher(String.valueOf(fault.getMessage())).find()) {
        return true;
      }
    }
    return false;
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
    if (e instanceof QuotaExceededException) {
      return "no space left: " + message;
    }
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "it does not exist";
    }
    if (e instanceof NotDirectoryException) {
      return "it is a file, not a folder";
    }
    if (e instanceof FileAlreadyExistsException
        || e instanceof org.apache.hadoop.fs.FileAlreadyExistsException) {
      return "it already exists";
    }
    return e.getClass().getSimpleName() + ": " + message;
  }
}
