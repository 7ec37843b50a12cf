package dev.unfold.worker.model;

import java.io.IOException;

/** Takes the tensors of a file, block by block in the order of the file. */
public interface TensorSink {
  /**
   * Takes some values of a tensor.
   *
   * @param offset of the first of them in the flattened tensor; 0 in the first block, then where
   *     the block before ended
   * @param block holds them in front; it is used again when this method has returned
   * @param count of the values, at least 1: a tensor without values has no block
   * @throws IOException if they cannot be kept; reading ends
   */
  void accept(TensorSpec spec, long offset, float[] block, int count) throws IOException;
}
