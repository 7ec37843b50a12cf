package dev.unfold.driver.storage.fs;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Configures HDFS clients so that a run survives transient faults. Settings of the user, in
 * hdfs-site.xml or elsewhere, are kept.
 */
public final class HdfsClientSettings {
  /**
   * The retry settings. By default, Hadoop's client does not retry while the NameNode is in safe
   * mode or unavailable. "1000,3,5000,5" means 3 retries after about 1 s and then 5 retries after
   * about 5 s: half a minute in total. For a NameNode that refuses connections this takes 9 times
   * as long, since the connection is retried as often within each retry of the call: 5 minutes.
   *
   * <p>A write continues with the remaining DataNodes if a lost one cannot be replaced.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "dfs.client.retry.policy.enabled",
          "true",
          "dfs.client.retry.policy.spec",
          "1000,3,5000,5",
          "dfs.client.block.write.replace-datanode-on-failure.best-effort",
          "true");

  private HdfsClientSettings() {}

  /**
   * Returns the properties to add to a configuration: those that it does not set beyond Hadoop's
   * defaults.
   */
  public static SortedMap<String, String> missingFrom(Configuration configuration) {
    SortedMap<String, String> missing = new TreeMap<>(DEFAULTS);
    missing.keySet().removeIf(name -> isChosen(configuration, name));
    return missing;
  }

  private static boolean isChosen(Configuration configuration, String name) {
    String[] sources = configuration.getPropertySources(name);
    return sources != null
        && Arrays.stream(sources).anyMatch(source -> !source.endsWith("-default.xml"));
  }
}
