package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** The forward half of a layer; keeps what the backward half needs. */
public interface LayerForward {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /** Computes the outputs of a chunk from its input, and carries the state on. */
  void forward(Chunk chunk, ChunkNoise noise);

  /** Returns the outputs, [T * B, out], of the last chunk. */
  Operand output();

  /**
   * Opens the backward half.
   *
   * @param gradient the flat vector that the gradients of the parameters are written to
   * @param outputGradient [T * B, out], filled by the layer above
   */
  LayerBackward openBackward(Matrix gradient, Matrix outputGradient);
}
