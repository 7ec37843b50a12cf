package dev.unfold.driver.execution;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs Spark jobs with descriptive names and error messages. */
public final class SparkJobs {
  private static final String DESCRIPTION = "spark.job.description";
  private static final String CALL_SITE = "callSite.short";

  private SparkJobs() {}

  /** Work that creates and runs Spark jobs. */
  @FunctionalInterface
  public interface Work<R> {
    R run() throws IOException;
  }

  /** Returns an RDD with one task for each part. */
  public static <P> JavaRDD<P> parts(JavaSparkContext spark, List<P> parts) {
    return parts(spark, parts, parts.size());
  }

  /**
   * Returns an RDD of parts.
   *
   * @param tasks the number of tasks
   */
  public static <P> JavaRDD<P> parts(JavaSparkContext spark, List<P> parts, int tasks) {
    return JavaSerialized.isDefault()
        ? spark.parallelize(parts, tasks)
        : spark
            .parallelize(parts.stream().map(JavaSerialized::of).toList(), tasks)
            .map(bytes -> JavaSerialized.<P>reader().apply(bytes));
  }

  /**
   * Runs work under a name. In Spark's pages, events and logs, it is the description of the jobs
   * and the name of their stages instead of a line of code. Names may be nested; the innermost one
   * is used.
   *
   * @throws IOException if the work fails
   */
  public static <R> R named(JavaSparkContext spark, String name, Work<R> work) throws IOException {
    String description = spark.getLocalProperty(DESCRIPTION);
    String callSite = spark.getLocalProperty(CALL_SITE);
    spark.setLocalProperty(DESCRIPTION, name);
    spark.setLocalProperty(CALL_SITE, name);
    try {
      return work.run();
    } finally {
      spark.setLocalProperty(DESCRIPTION, description);
      spark.setLocalProperty(CALL_SITE, callSite);
    }
  }

  /**
   * Creates and runs an action under a name.
   *
   * @throws IOException if a task failed after all retries for an expected reason; the message is
   *     that of the task
   * @throws IllegalStateException if a task failed for another reason: a bug
   */
  public static <R> R run(JavaSparkContext spark, String name, Supplier<R> action)
      throws IOException {
    return named(spark, name, () -> run(name, action));
  }

  /**
   * Runs an action.
   *
   * @throws IOException if a task failed after all retries for an expected reason; the message is
   *     that of the task
   * @throws IllegalStateException if a task failed for another reason: a bug
   */
  public static <R> R run(String description, Supplier<R> action) throws IOException {
    try {
      return action.get();
    } catch (Exception e) {
      throw failure(description, e);
    }
  }

  /**
   * Runs work that runs jobs.
   *
   * @throws IOException if the work fails, or if a task failed after all retries for an expected
   *     reason; the message is then that of the task
   * @throws IllegalStateException if a task failed for another reason: a bug
   */
  public static <R> R explained(String description, Work<R> work) throws IOException {
    try {
      return work.run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw failure(description, e);
    }
  }

  /** Returns whether Spark no longer needs the result of the running task. */
  public static boolean cancelled() {
    TaskContext task = TaskContext.get();
    return task != null && task.isInterrupted();
  }

  /**
   * Closes a resource when the running task ends, successfully or not, because Spark may abandon
   * iterators. Does nothing outside of a task.
   */
  public static void closeWithTask(Closeable resource) {
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener(
          ended -> {
            try {
              resource.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  /**
   * Returns the failure of a job for lack of memory; empty if it failed for another reason.
   *
   * @param what what failed, for the message
   */
  public static Optional<IOException> lackOfMemory(String what, Exception e) {
    Throwable cause = reported(e);
    return OutOfMemoryDetector.indicatesOutOfMemory(cause)
        ? Optional.of(
            new JobException(
                ErrorKind.RESOURCES, what + ": " + OutOfMemoryDetector.describe(cause), e))
        : Optional.empty();
  }

  private static IOException failure(String description, Exception e) {
    Optional<IOException> memory = lackOfMemory(description + " failed", e);
    if (memory.isPresent()) {
      return memory.get();
    }
    Throwable cause = reported(e);
    ErrorKind kind = ClassifiedError.kindOf(cause);
    if (kind == ErrorKind.INTERNAL && isDefect(cause)) {
      throw new IllegalStateException(description + " failed: " + cause, e);
    }
    boolean explained = kind != ErrorKind.INTERNAL && cause.getMessage() != null;
    String reason = explained ? cause.getMessage() : firstLine(cause);
    return new JobException(
        kind == ErrorKind.INTERNAL ? ErrorKind.STORAGE : kind,
        description + " failed: " + reason,
        e);
  }

  /**
   * Returns whether an unexpected failure is a defect of Unfold. Failures that Spark itself
   * reports, such as a lost executor, and libraries that a machine lacks are not.
   */
  private static boolean isDefect(Throwable cause) {
    return cause instanceof RuntimeException
        || (cause instanceof Error && !(cause instanceof LinkageError));
  }

  /** Returns the first line of a message; Spark appends the stack traces of tasks. */
  private static String firstLine(Throwable cause) {
    return cause.toString().lines().findFirst().orElseThrow();
  }

  /** Returns what a task reported, or Spark itself. */
  private static Throwable reported(Exception e) {
    Throwable cause = e;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof SparkException || failure instanceof UncheckedIOException;
  }
}
