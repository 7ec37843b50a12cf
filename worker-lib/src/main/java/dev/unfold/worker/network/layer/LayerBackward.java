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

  /**
   * The backward half of an input that is concatenated with something else, which it precedes.
   *
   * @param outputGradient the gradient of both, [T * B, E or more]
   * @param gradient the gradient of the input, [T * B, E], on which its backward half was opened
   * @param input the backward half of the input
   */
  record OfFirstColumns(Matrix outputGradient, Matrix gradient, LayerBackward input)
      implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ChunkNoise noise) {
      ColumnBlocks.split(outputGradient, 0, gradient, chunk.steps() * chunk.batch());
      input.backward(chunk, noise);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.empty();
    }

    @Override
    public List<SparseRows> touchedRows() {
      return input.touchedRows();
    }
  }
}
