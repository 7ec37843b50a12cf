package dev.unfold.driver.storage;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The driver's Hadoop configuration on its way to executors, where a bare {@code new
 * Configuration()} knows nothing of it. Only what differs from Hadoop's own defaults travels.
 */
public final class ShippedConfiguration implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String DEFAULTS_SUFFIX = "-default.xml";

  private final Map<String, String> entries;

  private ShippedConfiguration(Map<String, String> entries) {
    this.entries = entries;
  }

  /** What of a configuration is to travel. */
  public static ShippedConfiguration of(Configuration configuration) {
    Map<String, String> entries = new HashMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      if (!isDefault(configuration, entry.getKey())) {
        entries.put(entry.getKey(), entry.getValue());
      }
    }
    return new ShippedConfiguration(entries);
  }

  /**
   * A new configuration, equal to the driver's. It begins as a copy of the one that Spark keeps in
   * every JVM: reading Hadoop's own files anew would take each task longer than all else it opens.
   */
  public Configuration open() {
    Configuration configuration = new Configuration(SparkHadoopUtil.get().conf());
    entries.forEach(configuration::set);
    return configuration;
  }

  private static boolean isDefault(Configuration configuration, String key) {
    String[] sources = configuration.getPropertySources(key);
    return sources != null
        && sources.length > 0
        && sources[sources.length - 1].endsWith(DEFAULTS_SUFFIX);
  }
}
