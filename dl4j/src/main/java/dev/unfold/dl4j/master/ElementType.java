package dev.unfold.dl4j.master;

import java.io.Serializable;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The type of the elements of a training RDD.
 *
 * @param <T> the elements
 */
interface ElementType<T> extends Serializable {
  /** The data that an element is or names. */
  MultiDataSet open(T item);

  /** A number that tells an element from others as far as the order of training needs it. */
  int mark(T item);

  /** An element as the shuffle moves it. */
  byte[] pack(T item);

  /** The data of an element that was moved. */
  MultiDataSet unpack(byte[] packed);
}
