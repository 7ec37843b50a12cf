package dev.unfold.driver.execution;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Hands large results of tasks over to the driver. If a task runs in the driver's process, as in
 * local mode, the driver receives the object itself, of which Spark would make five copies; results
 * of other processes are serialized as {@link JavaSerialized#collect} does.
 *
 * @param <T> the type of the results, which tasks must not change afterwards
 */
public final class ResultHandover<T extends Serializable> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Results<T>> shared;
  private final transient Results<T> ofDriver = Results.ofDriver();
  private transient long runs;

  public ResultHandover(JavaSparkContext spark) {
    shared = spark.broadcast(ofDriver);
  }

  /**
   * The results that were handed over in the driver's process. A copy takes none: that of another
   * process, or one that Spark reads from its disk. It is an ordinary class, which Kryo can read.
   *
   * @param <T> the type of the results
   */
  static final class Results<T> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Map<Key, T> byKey;

    /** Creates a copy; called by Kryo, while Java calls no constructor. */
    private Results() {
      this(null);
    }

    private Results(Map<Key, T> byKey) {
      this.byKey = byKey;
    }

    static <T> Results<T> ofDriver() {
      return new Results<>(new ConcurrentHashMap<>());
    }

    /** Returns whether it was taken. */
    boolean take(Key key, T result) {
      if (byKey == null) {
        return false;
      }
      byKey.put(key, result);
      return true;
    }

    T get(Key key) {
      return byKey.get(key);
    }

    void clear() {
      byKey.clear();
    }
  }

  /**
   * The place of a result. An attempt that outlives its run cannot take the place of a later one.
   *
   * @param run the number of the call of {@link #collect}
   * @param partition the partition of the RDD
   */
  record Key(long run, int partition) implements Serializable {}

  /**
   * What Spark carries to the driver.
   *
   * @param serialized the result; null if it was handed over in the driver's process
   */
  private record Delivery<T extends Serializable>(Key key, T serialized) implements Serializable {}

  /**
   * Runs the tasks of an RDD with one element in each partition.
   *
   * @return the elements in the order of the partitions; of a task that ran more than once, that of
   *     one of the attempts
   */
  public List<T> collect(JavaRDD<T> elements) {
    runs++;
    long run = runs;
    try {
      return JavaSerialized.collect(elements.map(element -> deliver(run, element))).stream()
          .map(this::receive)
          .toList();
    } finally {
      ofDriver.clear();
    }
  }

  /** Called by a task. */
  private Delivery<T> deliver(long run, T result) {
    Key key = new Key(run, TaskContext.getPartitionId());
    boolean taken = shared.value().take(key, result);
    return new Delivery<>(key, taken ? null : result);
  }

  private T receive(Delivery<T> delivery) {
    return delivery.serialized() == null ? ofDriver.get(delivery.key()) : delivery.serialized();
  }

  /** Removes what Spark keeps for it from the cluster. */
  @Override
  public void close() {
    shared.destroy();
  }
}
