package dev.unfold.driver.storage;

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
   * While the NameNode is in safe mode or away, Hadoop's client tries again if it is told to, which
   * it is not by default. "1000,3,5000,5" is 3 times after about 1 s and then 5 times after about 5
   * s: half a minute in all. A NameNode that refuses connections is given that time 9 times over,
   * since the connection tries as often within each try of the call: 5 minutes.
   *
   * <p>A write goes on with the DataNodes that are left where no other can replace a lost one.
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
   * Returns the properties to add to a configuration: those that it has from Hadoop's defaults at
   * most.
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
