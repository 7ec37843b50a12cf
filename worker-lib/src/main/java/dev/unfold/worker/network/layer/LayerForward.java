package dev.unfold.worker.network.layer;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.Optional;

/** The forward half of a layer; keeps what the backward half needs. */
public interface LayerForward {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /**
   * Restricts the next chunk to the outputs that are used, so that a layer need not compute the
   * others. By default all inputs are used for any output.
   *
   * @param chunk the chunk that is run next
   * @param used [T * B], whether each output is used; replaced by whether each input is
   */
  default void restrict(Chunk chunk, boolean[] used) {
    Arrays.fill(used, true);
  }

  /** Computes the outputs of a chunk from its input, and carries the state on. */
  void forward(Chunk chunk, ForwardMode mode);

  /** Returns the outputs, [T * B, out], of the last chunk. */
  Operand output();

  /** Returns the outputs as an input that ends in classes in some chunks, if it does. */
  default Optional<OneHotInput> classes() {
    return Optional.empty();
  }

  /**
   * Returns the states that the layers above start from in a lane that is reset, if this is an
   * input layer that determines them.
   */
  default Optional<StatePort> start() {
    return Optional.empty();
  }

  /**
   * Opens the backward half.
   *
   * @param gradient the flat vector that the gradients of the parameters are written to
   * @param outputGradient [T * B, out], filled by the layer above
   */
  LayerBackward openBackward(Matrix gradient, Matrix outputGradient);
}
