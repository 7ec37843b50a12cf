package dev.unfold.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.serializer.JavaSerializer;

/** The way to Spark and Hadoop as the launcher or spark-submit configured them. */
final class Sparks {
  private Sparks() {}

  /** Hadoop without a Spark context, for commands that need no cluster. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Starts the Spark application. Results travel as records, which Spark's Kryo cannot read back,
   * so that the serializer is not the user's to choose.
   *
   * @param name shown in Spark's UI
   */
  static JavaSparkContext start(String name) {
    return new JavaSparkContext(
        new SparkConf()
            .setAppName(name)
            .set("spark.serializer", JavaSerializer.class.getName())
            .set("spark.ui.showConsoleProgress", "false"));
  }
}
