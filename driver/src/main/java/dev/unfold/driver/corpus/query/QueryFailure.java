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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

  /**
   * The classes of SQL states that settings cause: the text of a statement, a user or a password, a
   * database or a schema.
   */
  private static final Set<String> STATES_OF_SETTINGS = Set.of("42", "28", "3D", "3F");

  /** The beginning of the message of JDBC if no driver is named and none knows the address. */
  private static final String NO_DRIVER = "No suitable driver";

  private QueryFailure() {}

  /**
   * Returns whether a table was not found because of its settings. Spark also throws the exception
   * of a table that does not exist if its catalog does not answer, which is then the cause.
   */
  static boolean isOfSettings(Exception e) {
    List<Throwable> causes = causes(e);
    causes.removeIf(InvocationTargetException.class::isInstance);
    return isOfSettings(root(e))
        || isMissingCatalog(e)
        || causes.stream().allMatch(cause -> isAny(OF_SETTINGS, cause));
  }

  /** Returns whether a database says that a statement, a login or an address is wrong. */
  private static boolean isOfSettings(Throwable root) {
    if (!(root instanceof SQLException e)) {
      return false;
    }
    String state = Objects.requireNonNullElse(e.getSQLState(), "");
    String message = Objects.requireNonNullElse(e.getMessage(), "");
    return message.startsWith(NO_DRIVER)
        || STATES_OF_SETTINGS.contains(state.substring(0, Math.min(2, state.length())));
  }

  /** Returns whether the library of a catalog is not on the class path. */
  private static boolean isMissingCatalog(Exception e) {
    return e instanceof SparkException && root(e) instanceof ReflectiveOperationException;
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

  /** Returns an exception and its causes, the root last. */
  static List<Throwable> causes(Throwable e) {
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

  /**
   * Returns the first line of a message, without secrets. A message of one word is what a failure
   * of the storage is about, such as the name of a host that is unknown.
   */
  private static String line(Throwable e) {
    String message = e.getMessage() == null ? "" : e.getMessage().strip();
    String line = message.lines().findFirst().orElse("");
    boolean isName = !line.contains(" ") && (line.isEmpty() || isAny(OF_STORAGE, e));
    return shown(isName ? e.getClass().getSimpleName() + ": " + line : line);
  }
}
