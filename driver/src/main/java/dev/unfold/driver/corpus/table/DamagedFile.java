package dev.unfold.driver.corpus.table;

import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.sequence.CorpusException;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Tells damaged files from failures of the storage, in calls of the library of a format. */
final class DamagedFile {
  private DamagedFile() {}

  /**
   * Runs a call of a library.
   *
   * @param format the name of the format, for messages
   * @throws StorageException if the call failed because of one
   * @throws CorpusException with the file and the reason if it failed otherwise
   */
  static <T> T explained(String format, String file, Callable<T> call) throws IOException {
    try {
      return call.call();
    } catch (CorpusException e) {
      throw e;
    } catch (Exception e) {
      Throwable root = e;
      while (root.getCause() != null && !(root instanceof StorageException)) {
        root = root.getCause();
      }
      if (root instanceof StorageException failure) {
        throw failure;
      }
      throw new CorpusException(message(format, file, root), e);
    }
  }

  private static String message(String format, String file, Throwable cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String remedy =
        reason.contains("TIMESTAMP(NANOS")
            ? "; Spark reads timestamps in microseconds or milliseconds only: write the file with"
                + " coerce_timestamps=\"us\" in pandas or pyarrow"
            : "";
    return "cannot read " + file + " as " + format + ": " + reason.replace('\n', ' ') + remedy;
  }
}
