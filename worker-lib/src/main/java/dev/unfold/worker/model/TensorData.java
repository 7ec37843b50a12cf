package dev.unfold.worker.model;

import java.io.IOException;
import java.util.Objects;

/** A tensor to be written, asked for its values block by block. */
public interface TensorData {
  TensorSpec spec();

  /**
   * Puts {@code count} values from {@code offset} of the flattened tensor on into the front of
   * {@code block}.
   *
   * @throws IOException if the values cannot be had
   */
  void readInto(float[] block, long offset, int count) throws IOException;

  /**
   * A tensor that lies in a flat vector.
   *
   * @param start of its first value in the vector
   * @throws IndexOutOfBoundsException if the tensor leaves the vector
   */
  static TensorData in(float[] vector, long start, TensorSpec spec) {
    Objects.checkFromIndexSize(start, spec.elements(), (long) vector.length);
    return new TensorData() {
      @Override
      public TensorSpec spec() {
        return spec;
      }

      @Override
      public void readInto(float[] block, long offset, int count) {
        System.arraycopy(vector, Math.toIntExact(start + offset), block, 0, count);
      }
    };
  }
}
