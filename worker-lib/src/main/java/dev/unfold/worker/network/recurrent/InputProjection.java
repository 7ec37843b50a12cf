package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Optional;

/**
 * Computes W x(t) for every position of a chunk: the part of the pre-activations that is
 * independent of the state.
 */
interface InputProjection {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /** Computes the products of a chunk. */
  void forward(Chunk chunk);

  /** Returns the products, whose rows hold all gates. */
  Matrix products();

  /** Returns the row of a position's product. */
  int row(int position, Chunk chunk);

  /**
   * Opens the backward half.
   *
   * @param gradient the flat vector that the gradients of the parameters are written to
   * @param gateGradient the gradient of W x(t) + b, [T * B, gates * H]
   */
  Backward openBackward(Matrix gradient, Operand gateGradient);

  /** The backward half. */
  interface Backward {
    /** Computes the gradients of the last chunk; the gradient of the gates has been refreshed. */
    void backward(Chunk chunk);

    /** Returns the gradient of the input, [T * B, in]; empty if the input consists of tokens. */
    Optional<Matrix> inputGradient();
  }
}
