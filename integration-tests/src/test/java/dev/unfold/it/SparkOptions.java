package dev.unfold.it;

import java.util.ArrayList;
import java.util.List;

/** Options of spark-submit that determine where and how a training runs. */
final class SparkOptions {
  /** Returns a limit so small that a {@link SmallTraining} averages its models in slices. */
  static final List<String> SLICED = conf("spark.driver.maxResultSize", "1m");

  /** With these options no task starts before all executors run, however long that takes. */
  static final List<String> ALL_EXECUTORS =
      all(
          conf("spark.scheduler.minRegisteredResourcesRatio", 1),
          conf("spark.scheduler.maxRegisteredResourcesWaitingTime", "10min"));

  private SparkOptions() {}

  /** Returns the option for one setting of Spark. */
  static List<String> conf(String key, Object value) {
    return List.of("--conf", key + "=" + value);
  }

  /** Concatenates options. */
  @SafeVarargs
  static List<String> all(List<String>... options) {
    List<String> all = new ArrayList<>();
    for (List<String> some : options) {
      all.addAll(some);
    }
    return List.copyOf(all);
  }

  /** Returns the options for local mode. */
  static List<String> threads(int count) {
    return List.of("--master", "local[" + count + ",4]");
  }

  /** Returns options for a standalone cluster on which no task starts before all executors run. */
  static List<String> executors(int count, int cores) {
    return all(
        conf("spark.executor.cores", cores), conf("spark.cores.max", count * cores), ALL_EXECUTORS);
  }

  /**
   * Returns the options for two executors with one core on YARN.
   *
   * @param deployMode the location of the driver: client or cluster
   */
  static List<String> yarn(String deployMode) {
    return all(
        List.of("--master", "yarn", "--deploy-mode", deployMode),
        conf("spark.executor.instances", 2),
        executors(2, 1));
  }
}
