package dev.unfold.worker.evaluation.metric;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;

/** Numbers in the order in which they were added, 4 bytes each. */
final class FloatSample implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int FIRST_CAPACITY = 16;

  private float[] values = new float[0];
  private int size;

  int size() {
    return size;
  }

  void add(float value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(FIRST_CAPACITY, size + size / 2));
    }
    values[size] = value;
    size++;
  }

  /** Returns the numbers of this sample, which come first, and another; neither is changed. */
  FloatSample plus(FloatSample other) {
    FloatSample sum = new FloatSample();
    sum.values = Arrays.copyOf(values, size + other.size);
    System.arraycopy(other.values, 0, sum.values, size, other.size);
    sum.size = size + other.size;
    return sum;
  }

  /** Writes the numbers without the room for further ones. */
  private void writeObject(ObjectOutputStream out) throws IOException {
    values = Arrays.copyOf(values, size);
    out.defaultWriteObject();
  }

  /** Returns the numbers in ascending order. */
  float[] sorted() {
    float[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted;
  }
}
