package dev.unfold.driver.execution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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
    Map<Integer, List<T>> partitions = new TreeMap<>();
    run(elements, partitions::put);
    return partitions.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Passes on the elements of an RDD with the numbers of their partitions: those of a partition as
   * soon as its task ends, so that the driver need not hold all.
   *
   * @param use what is done with them, one partition after the other, in any order of these
   */
  public static <T> void each(JavaRDD<T> elements, BiConsumer<Integer, T> use) {
    run(
        elements.rdd(),
        (partition, part) -> part.forEach(element -> use.accept(partition, element)));
  }

  private static <T> void run(RDD<T> elements, BiConsumer<Integer, List<T>> use) {
    elements
        .context()
        .runJob(
            elements,
            new PartitionElements<T>(),
            (partition, part) -> {
              use.accept((Integer) partition, part);
              return BoxedUnit.UNIT;
            },
            ClassTag.apply(List.class));
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
