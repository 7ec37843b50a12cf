package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Optional;

/** W x(t) of every position of a chunk: the part of the pre-activations that needs no state. */
interface InputProjection {
  /** Must be called after the parameters were set or changed. */
  void parametersChanged();

  /** Computes the products of a chunk. */
  void forward(Chunk chunk);

  /** The products: rows of all gates. */
  Matrix products();

  /** The row of a position's product. */
  int row(int position, Chunk chunk);

  /**
   * Opens the backward half.
   *
   * @param gradient the flat vector that the gradients of the parameters are written to
   * @param gateGradient of W x(t) + b, [T * B, gates * H]
   */
  Backward openBackward(Matrix gradient, Operand gateGradient);

  /** The backward half. */
  interface Backward {
    /** Computes the gradients of the last chunk; that of the gates is refreshed. */
    void backward(Chunk chunk);

    /** The gradient of the input, [T * B, in]; none where the input is tokens. */
    Optional<Matrix> inputGradient();
  }
}
