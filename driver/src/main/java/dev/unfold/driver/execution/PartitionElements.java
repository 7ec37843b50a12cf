package dev.unfold.driver.execution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Returns the elements of a partition. It is a class instead of a lambda expression because Spark
 * parses the class file of every lambda expression that it is given, in each job again.
 *
 * @param <T> the type of the elements
 */
final class PartitionElements<T> extends AbstractFunction2<TaskContext, Iterator<T>, List<T>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  @Override
  public List<T> apply(TaskContext task, Iterator<T> elements) {
    List<T> all = new ArrayList<>();
    while (elements.hasNext()) {
      all.add(elements.next());
    }
    return all;
  }
}
