package dev.unfold.driver.execution;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;

/** Runs one task for each part of a work list. */
public final class SparkJobs {
  private SparkJobs() {}

  /**
   * Runs the work, one part a task, and brings the results home in the order of the parts.
   *
   * @param description shown in Spark's UI
   * @throws IOException if a task failed for good; the message is the task's own
   */
  public static <P, R> List<R> run(
      JavaSparkContext spark, String description, List<P> parts, Function<P, R> work)
      throws IOException {
    spark.setJobDescription(description);
    try {
      JavaRDD<P> rdd = spark.parallelize(parts, parts.size());
      return rdd.map(work).collect();
    } catch (Exception e) {
      throw failure(description, e);
    } finally {
      spark.setJobDescription(null);
    }
  }

  /** Whether Spark no longer wants the result of the running task. */
  public static boolean cancelled() {
    TaskContext task = TaskContext.get();
    return task != null && task.isInterrupted();
  }

  private static IOException failure(String description, Exception e) {
    Throwable cause = e;
    while (cause instanceof SparkException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new IOException(description + " failed: " + cause.getMessage(), e);
  }
}
