package dev.unfold.api;

import dev.unfold.driver.operation.SparkOperation;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;

/** Turns every exception of a call into the one that programs may rely on. */
final class Calls {
  private Calls() {}

  /** A call that may fail. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException;
  }

  static <T> T explained(Call<T> call) {
    try {
      return call.run();
    } catch (UnfoldException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnfoldException(e);
    }
  }

  static <T> T onSpark(JavaSparkContext spark, SparkOperation<T> operation) {
    return explained(() -> SparkOperation.run(spark, operation));
  }
}
