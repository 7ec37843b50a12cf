package dev.unfold.driver.corpus.query;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.SourceSettings;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/** Tells whether the settings, the rows, or a cluster and its storage made a query fail. */
final class QueryFailure {
  /** The exceptions of a table that does not exist, or of a library that is missing. */
  private static final List<Class<? extends Throwable>> OF_SETTINGS =
      List.of(
          AnalysisException.class,
          IllegalArgumentException.class,
          UnsupportedOperationException.class,
          ReflectiveOperationException.class);

  /** The exceptions of what may answer the next time. */
  private static final List<Class<? extends Throwable>> OF_STORAGE =
      List.of(
          IOException.class,
          SQLException.class,
          TimeoutException.class,
          InterruptedException.class,
          LinkageError.class);

  /** The first characters of the state of an error in the text of a statement of SQL. */
  private static final String WRONG_STATEMENT = "42";

  private QueryFailure() {}

  /**
   * Returns whether a table was not found because of its settings. Spark also throws the exception
   * of a table that does not exist if its catalog does not answer, which is then the cause.
   */
  static boolean isOfSettings(Exception e) {
    List<Throwable> causes = causes(e);
    causes.removeIf(InvocationTargetException.class::isInstance);
    return isWrongStatement(root(e))
        || causes.stream().allMatch(cause -> isAny(OF_SETTINGS, cause));
  }

  private static boolean isWrongStatement(Throwable root) {
    return root instanceof SQLException e
        && e.getSQLState() != null
        && e.getSQLState().startsWith(WRONG_STATEMENT);
  }

  /** Returns the failure to find a table. */
  static IOException ofFinding(String table, Exception e) {
    String what = "cannot read " + shown(table);
    if (isOfSettings(e)) {
      return new CorpusException(ErrorKind.CONFIGURATION, what + ": " + line(e));
    }
    return e instanceof SparkException
        ? ofRows(table, e)
        : SparkJobs.lackOfMemory(what, e)
            .orElseGet(() -> new StorageException(what + ": " + line(root(e)), e));
  }

  /**
   * Returns the failure to compute the rows of a table: an error of the data only if a row caused
   * it.
   */
  static IOException ofRows(String table, Exception e) {
    String what = "cannot read " + shown(table);
    Optional<IOException> memory = SparkJobs.lackOfMemory(what, e);
    if (memory.isPresent()) {
      return memory.get();
    }
    String message = what + ": " + line(root(e));
    return isOfRow(e) ? new CorpusException(message, e) : new StorageException(message, e);
  }

  private static boolean isOfRow(Exception e) {
    boolean ofJob = e instanceof SparkThrowable && !(root(e) instanceof SparkException);
    return ofJob && causes(e).stream().noneMatch(cause -> isAny(OF_STORAGE, cause));
  }

  private static boolean isAny(List<Class<? extends Throwable>> types, Throwable e) {
    return types.stream().anyMatch(type -> type.isInstance(e));
  }

  private static List<Throwable> causes(Throwable e) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }

  private static Throwable root(Throwable e) {
    List<Throwable> causes = causes(e);
    return causes.get(causes.size() - 1);
  }

  private static String shown(String text) {
    return ProgramTables.readable(SourceSettings.withoutSecrets(text));
  }

  /** Returns the first line of a message, without secrets. */
  private static String line(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return shown(message.lines().findFirst().orElse(""));
  }
}
