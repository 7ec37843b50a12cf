package dev.unfold.worker.model;

import java.io.IOException;

/** Receives the tensors of a file, block by block in the order of the file. */
public interface TensorSink {
  /**
   * Receives some values of a tensor.
   *
   * @param offset the offset of the first value in the flattened tensor; 0 in the first block, then
   *     the end of the previous block
   * @param block the values at the start of the array, which is reused after this method returned
   * @param count the number of values, at least 1; a tensor without values has no block
   * @throws IOException if the values cannot be stored; reading then ends
   */
  void accept(TensorSpec spec, long offset, float[] block, int count) throws IOException;
}
