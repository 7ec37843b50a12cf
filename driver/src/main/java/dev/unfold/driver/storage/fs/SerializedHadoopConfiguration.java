package dev.unfold.driver.storage.fs;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * The driver's Hadoop configuration in serialized form for executors, where {@code new
 * Configuration()} would not contain it. All entries are serialized, including Hadoop's defaults:
 * reading those from Hadoop's files again would take each task longer than everything else that it
 * opens.
 */
public final class SerializedHadoopConfiguration implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, String> entries;

  private SerializedHadoopConfiguration(Map<String, String> entries) {
    this.entries = entries;
  }

  /** Captures a configuration so that it can be sent to executors. */
  public static SerializedHadoopConfiguration of(Configuration configuration) {
    Map<String, String> entries = new HashMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return new SerializedHadoopConfiguration(entries);
  }

  /** Returns a new configuration, equal to the driver's. */
  public Configuration open() {
    Configuration configuration = new Configuration(false);
    entries.forEach(configuration::set);
    return configuration;
  }
}
