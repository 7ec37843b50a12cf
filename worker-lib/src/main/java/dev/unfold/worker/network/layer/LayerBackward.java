package dev.unfold.worker.network.layer;

import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The backward half of a layer, for the chunk of the last forward pass. */
public interface LayerBackward {
  /** Computes the gradients of the parameters and of the input. */
  void backward(Chunk chunk, ForwardMode mode);

  /** Returns the gradient of the input, [T * B, in]; empty if the input consists of tokens. */
  Optional<Matrix> inputGradient();

  /** Returns the tensors whose gradient differs from zero in some rows only. */
  default List<SparseRows> touchedRows() {
    return List.of();
  }

  /**
   * The backward half of a layer without parameters over the input layer of a network.
   *
   * @param step computes the gradient of the outputs of the input layer, for a chunk
   * @param input the backward half of the input layer
   */
  record OverInput(Consumer<Chunk> step, LayerBackward input) implements LayerBackward {
    @Override
    public void backward(Chunk chunk, ForwardMode mode) {
      step.accept(chunk);
      input.backward(chunk, mode);
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
