package dev.unfold.dl4j.master;

import java.util.Iterator;
import scala.Tuple2;

/**
 * The elements of a partition with the keys of where they go.
 *
 * @param <T> the elements
 */
final class AssignedPartition<T> implements Iterator<Tuple2<Long, byte[]>> {
  private final Iterator<T> data;
  private final ElementType<T> items;
  private final long[] keys;
  private final int[] marks;
  private int next;

  /**
   * @param keys of the elements
   * @param marks that the elements had when they were surveyed
   */
  AssignedPartition(Iterator<T> data, ElementType<T> items, long[] keys, int[] marks) {
    this.data = data;
    this.items = items;
    this.keys = keys;
    this.marks = marks;
  }

  @Override
  public boolean hasNext() {
    if (!data.hasNext() && next < keys.length) {
      throw changed(next);
    }
    return data.hasNext();
  }

  @Override
  public Tuple2<Long, byte[]> next() {
    T item = data.next();
    if (next >= keys.length || items.mark(item) != marks[next]) {
      throw changed(next + 1);
    }
    return new Tuple2<>(keys[next++], items.pack(item));
  }

  private IllegalStateException changed(int found) {
    return new IllegalStateException(
        "the training data changed between two reads: expected the same "
            + keys.length
            + " DataSets, found others at or before number "
            + found
            + "; persist an RDD whose order is not deterministic");
  }
}
