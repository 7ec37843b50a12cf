package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/** The backward half of a layer, for the chunk of the last forward pass. */
public interface LayerBackward {
  /** Computes the gradients of the parameters and of the input. */
  void backward(Chunk chunk, ChunkNoise noise);

  /** Returns the gradient of the input, [T * B, in]; empty if the input consists of tokens. */
  Optional<Matrix> inputGradient();

  /** Returns the tensors whose gradient differs from zero in some rows only. */
  default List<SparseRows> touchedRows() {
    return List.of();
  }
}
