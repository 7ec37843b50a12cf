package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** The backward half of a layer, for the chunk of the last forward. */
public interface LayerBackward {
  /**
   * Computes the gradients of the parameters and of the input.
   *
   * @param outputGradient [T * B, out]
   * @return [T * B, in], valid until the next chunk
   */
  Matrix backward(Matrix outputGradient, Chunk chunk, Noise noise);
}
