package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** Back-propagates from what a decoder made of a source to what read it. */
public final class SourceEncoderBackward {
  private final StatePort end;
  private final List<Bridge.Backward> bridges;
  private final Matrix outputGradient;
  private final LayerBackward encoder;

  SourceEncoderBackward(SourceEncoderForward forward, Matrix gradient) {
    end = forward.end();
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
        ? forward.end().gradients().get(0)
        : forward.memory().workspace().matrix(output.rows(), output.columns());
  }

  /** The gradient of the encoder's outputs, [S * B, D]; the decoder adds to it. */
  Matrix outputGradient() {
    return outputGradient;
  }

  /** Must be called before the backward of the decoder. */
  public void begin() {
    outputGradient.clear();
    end.clearGradients();
  }

  /** Must be called after the backward of the decoder. */
  public void backward(Chunk source, ChunkNoise noise) {
    bridges.forEach(Bridge.Backward::backward);
    encoder.backward(source, noise);
  }

  /** Tensors of whose gradient only some rows differ from zero. */
  public List<SparseRows> touchedRows() {
    return encoder.touchedRows();
  }
}
