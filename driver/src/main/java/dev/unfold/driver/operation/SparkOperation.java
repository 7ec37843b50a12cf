package dev.unfold.driver.operation;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * An operation that needs a Spark context.
 *
 * @param <T> the type of its result
 */
@FunctionalInterface
public interface SparkOperation<T> {
  /** Runs the operation. */
  T run(JavaSparkContext spark) throws IOException;

  /**
   * Runs an operation on a context.
   *
   * @throws IOException as the operation does, or because Spark stopped meanwhile: a master that
   *     cannot be reached, or is lost for good, stops the context at any time
   */
  static <T> T run(JavaSparkContext spark, SparkOperation<T> operation) throws IOException {
    try {
      return operation.run(spark);
    } catch (RuntimeException e) { // of any kind, as what Spark has removed is null
      if (!spark.sc().isStopped() || ClassifiedError.kindOf(e) != ErrorKind.INTERNAL) {
        throw e;
      }
      throw new IOException(
          "Spark stopped before the work was done: this process was asked to end, or its master "
              + spark.sc().master()
              + " is lost",
          e);
    }
  }
}
