package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/** The backward half of a layer, for the chunk of the last forward. */
public interface LayerBackward {
  /** Computes the gradients of the parameters and of the input. */
  void backward(Chunk chunk, ChunkNoise noise);

  /** The gradient of the input, [T * B, in]; none where the input is tokens. */
  Optional<Matrix> inputGradient();

  /** Tensors of whose gradient only some rows differ from zero. */
  default List<SparseRows> touchedRows() {
    return List.of();
  }
}
