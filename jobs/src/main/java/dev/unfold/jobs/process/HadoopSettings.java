package dev.unfold.jobs.process;

import dev.unfold.driver.storage.fs.HdfsClientSettings;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;

/**
 * Creates Hadoop's configuration as Spark would, without Spark: loading Spark takes longer than
 * most commands that need no cluster.
 */
final class HadoopSettings {
  /** The prefix of the properties that Spark passes to Hadoop. */
  private static final String PREFIX = "spark.hadoop.";

  /** The client's configuration, which Spark ships to a driver that runs in the cluster. */
  private static final String SHIPPED = "__spark_hadoop_conf__.xml";

  /** Spark's own default for {@code spark.buffer.size}. */
  private static final String BUFFER_BYTES = "65536";

  private HadoopSettings() {}

  /** Returns the settings of the class path and of the properties of the process. */
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

  /** Returns those settings, completed with Unfold's defaults for HDFS clients. */
  static Configuration complete(Properties properties) {
    Configuration configuration = given(properties);
    HdfsClientSettings.missingFrom(configuration).forEach(configuration::set);
    return configuration;
  }
}
