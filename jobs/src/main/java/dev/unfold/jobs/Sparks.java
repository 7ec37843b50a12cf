package dev.unfold.jobs;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The way to Spark and Hadoop as the launcher or spark-submit configured them. */
final class Sparks {
  private Sparks() {}

  /** Hadoop without a Spark context, for commands that need no cluster. */
  static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  /**
   * Starts the Spark application.
   *
   * @param name shown in Spark's UI
   */
  static JavaSparkContext start(String name) {
    return new JavaSparkContext(
        new SparkConf().setAppName(name).set("spark.ui.showConsoleProgress", "false"));
  }
}
