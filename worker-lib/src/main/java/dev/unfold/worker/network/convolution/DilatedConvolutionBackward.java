package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.ActivationFunction;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/** The backward half of a stack of dilated convolutions, from the highest to the lowest. */
final class DilatedConvolutionBackward implements LayerBackward {
  private final DilatedConvolutionSettings settings;
  private final List<GatedConvolutionBackward> convolutions;
  private final Matrix outputs;
  private final Matrix outputGradient;
  private final Matrix sumGradient;
  private final Matrix inputGradient;
  private final float[] output;
  private final float[] row;

  /**
   * @param inputs R
   * @param convolutions the backward halves of the convolutions, from the lowest
   * @param outputs the outputs of the layer, [T * B, out]
   * @param outputGradient [T * B, out]
   */
  DilatedConvolutionBackward(
      DilatedConvolutionSettings settings,
      PassMemory memory,
      int inputs,
      List<GatedConvolutionBackward> convolutions,
      Matrix outputs,
      Matrix outputGradient) {
    this.settings = settings;
    this.convolutions = convolutions;
    this.outputs = outputs;
    this.outputGradient = outputGradient;
    int width = outputs.columns();
    inputGradient = memory.workspace().matrix(memory.positions(), inputs);
    sumGradient =
        settings.skip() > 0 ? memory.workspace().matrix(memory.positions(), width) : inputGradient;
    output = new float[width];
    row = new float[width];
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    inputGradient.clear();
    throughActivation(positions);
    for (int l = convolutions.size() - 1; l >= 0; l--) {
      GatedConvolutionBackward convolution = convolutions.get(l);
      int residual = convolution.residual();
      if (residual > 0) {
        ColumnBlocks.join(inputGradient, convolution.outputGradient(), 0, positions);
      }
      if (settings.skip() > 0) {
        ColumnBlocks.join(sumGradient, convolution.outputGradient(), residual, positions);
      }
      convolution.backward(chunk, mode, inputGradient);
    }
  }

  /** Computes the gradient of the sum from that of the output. */
  private void throughActivation(int positions) {
    for (int i = 0; i < positions; i++) {
      outputGradient.get(i * row.length, row, row.length);
      outputs.get(i * row.length, output, row.length);
      ActivationFunction.multiplyByDerivative(settings.activation(), row, output, row.length);
      sumGradient.put(i * row.length, row, row.length);
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.of(inputGradient);
  }
}
