package dev.unfold.it;

import java.util.ArrayList;
import java.util.List;

/** Options of spark-submit that say where and how a training runs. */
final class SparkOptions {
  /** So little for the driver that a {@link SmallTraining} averages its models in slices. */
  static final List<String> SLICED = conf("spark.driver.maxResultSize", "1m");

  private SparkOptions() {}

  /** One setting of Spark. */
  static List<String> conf(String key, Object value) {
    return List.of("--conf", key + "=" + value);
  }

  /** Options one after the other. */
  @SafeVarargs
  static List<String> all(List<String>... options) {
    List<String> all = new ArrayList<>();
    for (List<String> some : options) {
      all.addAll(some);
    }
    return List.copyOf(all);
  }

  /** Local mode. */
  static List<String> threads(int count) {
    return List.of("--master", "local[" + count + ",4]");
  }

  /** Executors of a standalone cluster, of which none begins before all are there. */
  static List<String> executors(int count, int cores) {
    return all(
        conf("spark.executor.cores", cores),
        conf("spark.cores.max", count * cores),
        conf("spark.scheduler.minRegisteredResourcesRatio", 1));
  }

  /**
   * Two executors of one core on YARN.
   *
   * @param deployMode where the driver runs: client or cluster
   */
  static List<String> yarn(String deployMode) {
    return all(
        List.of("--master", "yarn", "--deploy-mode", deployMode),
        conf("spark.executor.instances", 2),
        executors(2, 1));
  }
}
