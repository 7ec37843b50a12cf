package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;

/** The forward half of a layer; keeps what the backward half needs. */
public interface LayerForward {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /**
   * Computes the outputs of a chunk and carries the state on.
   *
   * @param input [T * B, in], left as it is until the next chunk
   * @return [T * B, out], valid until the next chunk
   */
  Matrix forward(Matrix input, Chunk chunk, Noise noise);

  /**
   * Opens its backward half.
   *
   * @param gradient the flat vector that the gradients of the parameters are written to
   */
  LayerBackward openBackward(Matrix gradient);
}
