package dev.unfold.jobs.process;

import dev.unfold.driver.operation.SparkOperation;
import dev.unfold.driver.storage.fs.HdfsClientSettings;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;

/** Opens Spark and Hadoop as the launcher or spark-submit configured them. */
public final class SparkContexts {
  private SparkContexts() {}

  /** Returns Hadoop's configuration without a Spark context, for commands that need no cluster. */
  public static Configuration hadoop() {
    return HadoopSettings.complete(System.getProperties());
  }

  /**
   * Returns Hadoop's configuration after the file systems that a command needs have responded.
   *
   * @param paths the paths that the command reads or writes; blank ones are ignored
   * @throws IOException if a file system does not respond; the message names it
   */
  public static Configuration hadoop(List<String> paths) throws IOException {
    Configuration hadoop = hadoop();
    NameNodeCheck.withDefaults().require(paths, hadoop);
    return hadoop;
  }

  /** Returns the configuration of the launcher or spark-submit, with defaults for HDFS clients. */
  private static SparkConf conf() {
    SparkConf conf = new SparkConf();
    HdfsClientSettings.missingFrom(HadoopSettings.given(System.getProperties()))
        .forEach((name, value) -> conf.set("spark.hadoop." + name, value));
    return conf;
  }

  /** Returns whether all executors will run on this machine and can access its local files. */
  public static boolean isOneMachine() {
    return ClusterMasterCheck.isOneMachine(conf(), hadoop());
  }

  /**
   * Starts and stops Spark if the driver runs in the cluster: YARN treats a driver that ends
   * without having started Spark as failed, and runs it once more.
   *
   * @param name shown in Spark's UI
   */
  public static void startInCluster(String name) throws IOException {
    if (ProcessExit.isInCluster(System.getProperties())) {
      start(name).close();
    }
  }

  /**
   * Runs an operation in a new Spark application.
   *
   * @param name shown in Spark's UI
   * @throws IOException as the operation does, or because Spark stopped meanwhile: a master that
   *     cannot be reached, or is lost for good, stops the context at any time
   */
  public static <T> T run(String name, SparkOperation<T> operation) throws IOException {
    try (JavaSparkContext spark = start(name)) {
      return SparkOperation.run(spark, operation);
    }
  }

  /**
   * Starts Spark. Results are records, which Spark's Kryo cannot read back, so another serializer
   * than Java's would only add a copy. Float vectors do not compress well, so compression is off
   * unless the user enables it.
   */
  private static JavaSparkContext start(String name) throws IOException {
    SparkConf conf =
        conf()
            .setAppName(name)
            .setIfMissing("spark.broadcast.compress", "false")
            .set("spark.serializer", JavaSerializer.class.getName())
            .set("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master", "").startsWith("local")) {
      // Otherwise a task out of memory would silently end this process, which is the driver.
      conf.set("spark.executor.killOnFatalError.depth", "0");
      // The blocks of a broadcast never leave this process.
      conf.setIfMissing("spark.broadcast.checksum", "false");
    }
    ClusterMasterCheck.withDefaultTimeout().require(conf, hadoop());
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      throw new SparkStartException(conf.get("spark.master", "none"), e);
    }
  }
}
