package dev.unfold.dl4j.master.data;

import java.io.Serializable;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The type of the elements of a training RDD.
 *
 * @param <T> the elements
 */
public interface ElementType<T> extends Serializable {
  /** Returns the data of an element, or the data that it names. */
  MultiDataSet open(T item);

  /** Returns a number that distinguishes elements as far as the order of training needs it. */
  int fingerprint(T item);

  /** Serializes an element for the shuffle. */
  byte[] pack(T item);

  /** Returns the data of a serialized element. */
  MultiDataSet unpack(byte[] packed);
}
