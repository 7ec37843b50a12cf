package dev.unfold.jobs;

import dev.unfold.driver.storage.HdfsClient;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/**
 * Hadoop's configuration as Spark would make it, without Spark: loading Spark takes longer than
 * most commands that need no cluster.
 */
final class HadoopSettings {
  /** How Spark marks the properties that it hands to Hadoop. */
  private static final String PREFIX = "spark.hadoop.";

  /** The client's configuration, which Spark ships to a driver that runs in the cluster. */
  private static final String SHIPPED = "__spark_hadoop_conf__.xml";

  /** Spark's own default for {@code spark.buffer.size}. */
  private static final String BUFFER_BYTES = "65536";

  private HadoopSettings() {}

  /** What the class path and the properties of the process say. */
  static Configuration given(Properties properties) {
    Configuration configuration = new Configuration();
    configuration.addResource(SHIPPED);
    configuration.set(
        "io.file.buffer.size", properties.getProperty("spark.buffer.size", BUFFER_BYTES));
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(
            name ->
                configuration.set(name.substring(PREFIX.length()), properties.getProperty(name)));
    return configuration;
  }

  /** The same, with the settings of HDFS clients that nobody chose. */
  static Configuration complete(Properties properties) {
    Configuration configuration = given(properties);
    HdfsClient.missingFrom(configuration).forEach(configuration::set);
    return configuration;
  }
}
