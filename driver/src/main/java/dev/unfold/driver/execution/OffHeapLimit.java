package dev.unfold.driver.execution;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/**
 * The limit of off-heap memory for the tasks of one process, as far as it is known before they run.
 *
 * <p>On YARN and Kubernetes it is {@code spark.executor.memoryOverhead}, or Spark's default if that
 * is not set; a process that uses more is killed. On other clusters there is no limit unless the
 * user sets this property. In local mode it is the memory of the machine.
 *
 * @param bytes the limit for all tasks that run at a time
 * @param tasks the number of tasks that run at a time
 * @param what the name of the limit, for messages
 * @param remedy the setting that raises it; empty if there is none
 */
public record OffHeapLimit(long bytes, int tasks, String what, Optional<String> remedy) {
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final long MIB = 1L << 20;

  /** The minimum overhead if none is configured; see {@code ResourceProfile} of Spark 3.5. */
  private static final long MIN_OVERHEAD = 384 * MIB;

  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)(?:,.*)?])?");

  /** Returns the limit of an application; empty if it is not known. */
  public static Optional<OffHeapLimit> of(SparkConf conf) {
    String master = conf.get("spark.master", "");
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      return Optional.of(ofMachine(conf, local.group(1)));
    }
    boolean set = conf.contains(OVERHEAD);
    if (set) {
      long bytes = conf.getSizeAsMb(OVERHEAD) * MIB;
      return Optional.of(ofExecutor(conf, bytes, OVERHEAD));
    }
    boolean bounded = master.startsWith("yarn") || master.startsWith("k8s");
    return bounded
        ? Optional.of(ofExecutor(conf, overheadOfSpark(conf), OVERHEAD + " as Spark chose it"))
        : Optional.empty();
  }

  private static OffHeapLimit ofMachine(SparkConf conf, String threads) {
    int cores;
    if (threads == null) {
      cores = 1;
    } else if (threads.equals("*")) {
      cores = Runtime.getRuntime().availableProcessors();
    } else {
      cores = Integer.parseInt(threads);
    }
    long bytes =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new OffHeapLimit(
        bytes, tasksOf(conf, cores), "the memory of this machine", Optional.empty());
  }

  /**
   * Returns the limit of an executor. If its cores are not configured, there is one, or an unknown
   * number of at least one.
   */
  private static OffHeapLimit ofExecutor(SparkConf conf, long bytes, String what) {
    int cores = conf.getInt("spark.executor.cores", 1);
    return new OffHeapLimit(bytes, tasksOf(conf, cores), what, Optional.of(OVERHEAD));
  }

  private static int tasksOf(SparkConf conf, int cores) {
    return Math.max(1, cores / conf.getInt("spark.task.cpus", 1));
  }

  private static long overheadOfSpark(SparkConf conf) {
    double ofKubernetes = conf.getDouble("spark.kubernetes.memoryOverheadFactor", 0.1);
    double factor =
        conf.getDouble(
            "spark.executor.memoryOverheadFactor",
            conf.get("spark.master").startsWith("k8s") ? ofKubernetes : 0.1);
    long heap = conf.getSizeAsMb("spark.executor.memory", "1g") * MIB;
    return Math.max(MIN_OVERHEAD, (long) (factor * heap));
  }

  /**
   * Returns a description of the shortage if each task needs the given memory; empty if it fits.
   *
   * @param bytesOfTask the off-heap memory of a task
   * @param maxTasks the maximum number of tasks
   */
  public Optional<String> shortage(long bytesOfTask, int maxTasks) {
    int atOnce = Math.min(tasks, maxTasks);
    long needed = atOnce * bytesOfTask;
    if (needed <= bytes) {
      return Optional.empty();
    }
    String shortage =
        String.format(
            Locale.ROOT,
            "a task needs %,d MiB outside of the heap, and %d at a time %,d MiB; %s is %,d MiB",
            mebibytes(bytesOfTask),
            atOnce,
            mebibytes(needed),
            what,
            bytes / MIB);
    return Optional.of(shortage + remedy.map(setting -> advice(setting, needed)).orElse(""));
  }

  /** Returns the advice to raise a setting, with a margin for the JVM itself. */
  private static String advice(String setting, long needed) {
    return String.format(
        Locale.ROOT, "; set %s to at least %dm", setting, mebibytes(needed + MIN_OVERHEAD));
  }

  private static long mebibytes(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
