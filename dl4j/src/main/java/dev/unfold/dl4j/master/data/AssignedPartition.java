package dev.unfold.dl4j.master.data;

import java.util.Iterator;
import scala.Tuple2;

/**
 * The elements of a partition with the keys of their destinations.
 *
 * @param <T> the elements
 */
final class AssignedPartition<T> implements Iterator<Tuple2<Long, byte[]>> {
  private final Iterator<T> data;
  private final ElementType<T> elementType;
  private final long[] keys;
  private final int[] fingerprints;
  private int next;

  /**
   * @param keys the keys of the elements
   * @param fingerprints the fingerprints that the elements had in the summary
   */
  AssignedPartition(Iterator<T> data, ElementType<T> elementType, long[] keys, int[] fingerprints) {
    this.data = data;
    this.elementType = elementType;
    this.keys = keys;
    this.fingerprints = fingerprints;
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
    if (next >= keys.length || elementType.fingerprint(item) != fingerprints[next]) {
      throw changed(next + 1);
    }
    return new Tuple2<>(keys[next++], elementType.pack(item));
  }

  private IllegalStateException changed(int index) {
    return new IllegalStateException(
        "the training data changed between two reads: expected the same "
            + keys.length
            + " DataSets, found others at or before number "
            + index
            + "; persist an RDD whose order is not deterministic");
  }
}
