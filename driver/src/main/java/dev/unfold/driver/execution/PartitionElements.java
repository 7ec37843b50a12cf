package dev.unfold.driver.execution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Returns the elements of a partition. It is a class instead of a lambda expression because Spark
 * parses the class file of every lambda expression that it is given, in each job again.
 *
 * @param <T> the type of the elements
 */
public final class PartitionElements<T> extends AbstractFunction2<TaskContext, Iterator<T>, List<T>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Returns the elements of an RDD in their order. It does what {@link JavaRDD#collect} does, in
   * less time: that method gives Spark two lambda expressions of its own, and parsing their class
   * files takes longer than the tasks of a small job.
   */
  public static <T> List<T> collect(JavaRDD<T> elements) {
    return collect(elements.rdd());
  }

  /** Returns the pairs of an RDD in their order. */
  public static <K, V> List<Tuple2<K, V>> collect(JavaPairRDD<K, V> pairs) {
    return collect(pairs.rdd());
  }

  private static <T> List<T> collect(RDD<T> elements) {
    Map<Object, List<T>> partitions = new TreeMap<>();
    elements
        .context()
        .runJob(
            elements,
            new PartitionElements<T>(),
            (partition, part) -> {
              partitions.put(partition, part);
              return BoxedUnit.UNIT;
            },
            ClassTag.apply(List.class));
    return partitions.values().stream().flatMap(List::stream).toList();
  }

  @Override
  public List<T> apply(TaskContext task, Iterator<T> elements) {
    List<T> all = new ArrayList<>();
    while (elements.hasNext()) {
      all.add(elements.next());
    }
    return all;
  }
}
