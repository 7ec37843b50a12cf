package dev.unfold.jobs;

import dev.unfold.driver.storage.HdfsClient;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;

/** Opens Spark and Hadoop as the launcher or spark-submit configured them. */
final class Sparks {
  private Sparks() {}

  /** What a command does with Spark. */
  @FunctionalInterface
  interface Work<T> {
    T run(JavaSparkContext spark) throws IOException;
  }

  /** Hadoop without a Spark context, for commands that need no cluster. */
  static Configuration hadoop() {
    return HadoopSettings.complete(System.getProperties());
  }

  /** What the launcher or spark-submit says, and how HDFS clients are set where nobody says. */
  private static SparkConf conf() {
    SparkConf conf = new SparkConf();
    HdfsClient.missingFrom(HadoopSettings.given(System.getProperties()))
        .forEach((name, value) -> conf.set("spark.hadoop." + name, value));
    return conf;
  }

  /**
   * Does the work in a Spark application of its own.
   *
   * @param name shown in Spark's UI
   * @throws IOException as the work does, or because Spark stopped under it: a master that cannot
   *     be reached, or is lost for good, stops the context at any time
   */
  static <T> T run(String name, Work<T> work) throws IOException {
    try (JavaSparkContext spark = start(name)) {
      try {
        return work.run(spark);
      } catch (IllegalStateException e) {
        if (!spark.sc().isStopped()) {
          throw e;
        }
        throw new IOException(
            "Spark stopped before the work was done; is its master "
                + spark.sc().master()
                + " alive?",
            e);
      }
    }
  }

  /**
   * Results travel as records, which Spark's Kryo cannot read back, so that the serializer is not
   * the user's to choose. What travels are float vectors, which do not compress: unless the user
   * wants it, nobody tries.
   */
  private static JavaSparkContext start(String name) {
    return new JavaSparkContext(
        conf()
            .setAppName(name)
            .setIfMissing("spark.broadcast.compress", "false")
            .set("spark.serializer", JavaSerializer.class.getName())
            .set("spark.ui.showConsoleProgress", "false"));
  }
}
