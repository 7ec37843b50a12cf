package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.network.start.Bridge;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** Backpropagates from the decoder through the source encoder. */
public final class SourceEncoderBackward {
  private final StatePort finalStates;
  private final List<Bridge.Backward> bridges;
  private final Matrix outputGradient;
  private final LayerBackward encoder;

  /**
   * @param gradient the flat vector that the gradients of the parameters are written to
   */
  public SourceEncoderBackward(SourceEncoderForward forward, Matrix gradient) {
    finalStates = forward.finalStates();
    bridges = forward.bridges().stream().map(bridge -> bridge.openBackward(gradient)).toList();
    outputGradient = outputGradient(forward);
    encoder = forward.encoder().openBackward(gradient, outputGradient);
  }

  /**
   * Returns the gradient of the encoder output. A vector source is used as the encoder's final
   * state, so its gradient is that state's gradient.
   */
  private static Matrix outputGradient(SourceEncoderForward forward) {
    Operand output = forward.output();
    return forward.source().isVector()
        ? forward.finalStates().gradients().get(0)
        : forward.memory().workspace().matrix(output.rows(), output.columns());
  }

  /** Returns the gradient of the encoder's outputs, [S * B, D]; the decoder adds to it. */
  Matrix outputGradient() {
    return outputGradient;
  }

  /** Must be called before the backward pass of the decoder. */
  public void begin() {
    outputGradient.clear();
    finalStates.clearGradients();
  }

  /** Must be called after the backward pass of the decoder. */
  public void backward(Chunk source, ForwardMode mode) {
    bridges.forEach(Bridge.Backward::backward);
    encoder.backward(source, mode);
  }

  /** Returns the tensors whose gradient differs from zero in some rows only. */
  public List<SparseRows> touchedRows() {
    return encoder.touchedRows();
  }
}
