package dev.unfold.driver.execution;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * A local Spark context without UI. All tests in a JVM share one context as long as they need the
 * same settings; a test that needs other settings replaces it. Only tests of a stopped context stop
 * theirs, which is then replaced.
 */
public final class LocalSpark implements BeforeAllCallback, AfterEachCallback {
  private static final String MASTER = "spark.master";

  private final Map<String, String> settings;
  private final Shared shared;

  /** Creates a context with two threads. */
  public LocalSpark() {
    this(
        Map.of(
            MASTER,
            "local[2]",
            "spark.app.name",
            "tests of Unfold",
            "spark.ui.enabled",
            "false",
            // This JVM may be stopped for minutes, as scripts/unfold says of a computer that
            // sleeps.
            "spark.storage.blockManagerHeartbeatTimeoutMs",
            "30d",
            "spark.sql.shuffle.partitions",
            "2",
            // A query of few rows is interpreted in less time than its classes are compiled in.
            "spark.sql.codegen.wholeStage",
            "false",
            "spark.sql.codegen.factoryMode",
            "NO_CODEGEN"),
        new Shared());
  }

  private LocalSpark(Map<String, String> settings, Shared shared) {
    this.settings = settings;
    this.shared = shared;
  }

  /** Returns a context with another value of a setting of Spark. */
  public LocalSpark with(String key, String value) {
    Map<String, String> other = new HashMap<>(settings);
    other.put(key, value);
    return new LocalSpark(Map.copyOf(other), shared);
  }

  /** Returns a context with another master, such as {@code local[1]}. */
  public LocalSpark withMaster(String master) {
    return with(MASTER, master);
  }

  /** Returns a context whose serializer is Kryo, as that of many applications is. */
  public LocalSpark withKryo() {
    return with("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
  }

  /**
   * Returns a context with tables of Delta and Iceberg: Delta in the catalog of Spark, Iceberg in
   * the catalog {@code lake}. Their folders are those of this JVM, which no earlier one used: a
   * process id is used again.
   */
  public LocalSpark withTables() {
    String folder =
        "target/tables-"
            + ManagementFactory.getRuntimeMXBean().getStartTime()
            + "-"
            + ProcessHandle.current().pid();
    return with(
            "spark.sql.extensions",
            "io.delta.sql.DeltaSparkSessionExtension,"
                + "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions")
        .with("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .with("spark.databricks.delta.snapshotPartitions", "1")
        .with("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2")
        .with("spark.sql.catalog.lake", "org.apache.iceberg.spark.SparkCatalog")
        .with("spark.sql.catalog.lake.type", "hadoop")
        .with("spark.sql.catalog.lake.warehouse", folder + "/lake")
        .with("spark.sql.warehouse.dir", folder + "/warehouse");
  }

  /** Returns the running context with these settings. Contexts with others are then stopped. */
  public JavaSparkContext context() {
    return shared.running.open(settings);
  }

  /**
   * Waits until the listeners of a context have received all events. Spark itself would wait for 10
   * s, which is too little where other processes need the cores.
   */
  public static void awaitEvents(SparkContext context) throws TimeoutException {
    context.listenerBus().waitUntilEmpty(Duration.ofMinutes(10).toMillis());
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    Store store = test.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(LocalSpark.class));
    shared.running = store.computeIfAbsent(Running.class, any -> new Running(), Running.class);
  }

  /**
   * Waits for the tasks of jobs that failed: Spark does not, and such a task may write into the
   * folder of a test while it is deleted.
   */
  @Override
  public void afterEach(ExtensionContext test) throws TimeoutException {
    shared.running.awaitTasks();
  }

  /** What an extension and its variants share once the tests of their class begin. */
  private static final class Shared {
    private Running running;
  }

  /** The context that runs in this JVM; Spark allows no second one. */
  private static final class Running implements AutoCloseable {
    private Map<String, String> settings = Map.of();
    private JavaSparkContext context;
    private RunningTasks tasks;

    private synchronized void awaitTasks() throws TimeoutException {
      if (context != null && !context.sc().isStopped()) {
        awaitEvents(context.sc());
        tasks.await(Duration.ofMinutes(1));
      }
    }

    private synchronized JavaSparkContext open(Map<String, String> wanted) {
      if (!wanted.equals(settings) || context.sc().isStopped()) {
        close();
        SparkConf conf = new SparkConf();
        wanted.forEach(conf::set);
        context = new JavaSparkContext(conf);
        tasks = new RunningTasks();
        context.sc().addSparkListener(tasks);
        settings = wanted;
      }
      return context;
    }

    @Override
    public synchronized void close() {
      if (context != null) {
        context.close();
        context = null;
        settings = Map.of();
      }
    }
  }
}
