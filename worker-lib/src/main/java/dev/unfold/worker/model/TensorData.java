package dev.unfold.worker.model;

import java.io.IOException;
import java.util.Objects;

/** A tensor to be written, which provides its values block by block. */
public interface TensorData {
  TensorSpec spec();

  /**
   * Copies {@code count} values, starting at {@code offset} of the flattened tensor, to the start
   * of {@code block}.
   *
   * @throws IOException if the values are not available
   */
  void readInto(float[] block, long offset, int count) throws IOException;

  /**
   * Returns a tensor that is stored in a flat vector.
   *
   * @param start the index of its first value in the vector
   * @throws IndexOutOfBoundsException if the tensor exceeds the vector
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
