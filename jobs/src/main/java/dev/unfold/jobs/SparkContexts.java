package dev.unfold.jobs;

import dev.unfold.driver.storage.HdfsClientSettings;
import dev.unfold.driver.storage.NameNodeCheck;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;

/** Opens Spark and Hadoop as the launcher or spark-submit configured them. */
final class SparkContexts {
  private SparkContexts() {}

  /** The work of a command on Spark. */
  @FunctionalInterface
  interface Work<T> {
    T run(JavaSparkContext spark) throws IOException;
  }

  /** Hadoop without a Spark context, for commands that need no cluster. */
  static Configuration hadoop() {
    return HadoopSettings.complete(System.getProperties());
  }

  /**
   * Hadoop, once the file systems that a command needs have answered.
   *
   * @param paths that the command reads or writes; those without a text are not looked at
   * @throws IOException naming a file system that does not answer
   */
  static Configuration hadoop(List<String> paths) throws IOException {
    Configuration hadoop = hadoop();
    NameNodeCheck.withDefaults()
        .require(paths.stream().filter(path -> path != null && !path.isBlank()).toList(), hadoop);
    return hadoop;
  }

  /** Returns the configuration of the launcher or spark-submit, with defaults for HDFS clients. */
  private static SparkConf conf() {
    SparkConf conf = new SparkConf();
    HdfsClientSettings.missingFrom(HadoopSettings.given(System.getProperties()))
        .forEach((name, value) -> conf.set("spark.hadoop." + name, value));
    return conf;
  }

  /** Whether all executors will run on this machine, so that they reach its own files. */
  static boolean isOneMachine() {
    return ClusterMasterCheck.isOneMachine(conf(), hadoop());
  }

  /**
   * Starts and stops Spark where the driver runs in the cluster: YARN takes a driver that ends
   * without having started it for one that failed, and runs it once more.
   *
   * @param name shown in Spark's UI
   */
  static void startInCluster(String name) throws IOException {
    if (ProcessExit.isInCluster(System.getProperties())) {
      start(name).close();
    }
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
            "Spark stopped before the work was done: this process was told to end, or its master "
                + spark.sc().master()
                + " is lost",
            e);
      }
    }
  }

  /**
   * Results travel as records, which Spark's Kryo cannot read back, so that the serializer is not
   * the user's to choose. Float vectors do not compress, so compression is off unless the user
   * enables it.
   */
  private static JavaSparkContext start(String name) throws IOException {
    SparkConf conf =
        conf()
            .setAppName(name)
            .setIfMissing("spark.broadcast.compress", "false")
            .set("spark.serializer", JavaSerializer.class.getName())
            .set("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master", "").startsWith("local")) {
      // A task out of memory would end this process, which is the driver, without a word.
      conf.set("spark.executor.killOnFatalError.depth", "0");
    }
    ClusterMasterCheck.usual().require(conf, hadoop());
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      throw new SparkStartException(conf.get("spark.master", "none"), e);
    }
  }
}
