package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.ActivationFunction;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
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
  private final Matrix output;
  private final Matrix outputGradient;
  private final Matrix sumGradient;
  private final Matrix inputGradient;
  private final float[] outputRow;
  private final float[] gradientRow;

  /**
   * @param convolutions the convolutions, from the lowest
   * @param output [T * B, width]
   * @param outputGradient [T * B, width]
   */
  DilatedConvolutionBackward(
      DilatedConvolutionSettings settings,
      List<GatedConvolutionBackward> convolutions,
      PassMemory memory,
      Matrix output,
      Matrix outputGradient) {
    this.settings = settings;
    this.convolutions = convolutions;
    this.output = output;
    this.outputGradient = outputGradient;
    int inputs = convolutions.get(0).inputs();
    inputGradient = memory.workspace().matrix(memory.positions(), inputs);
    sumGradient =
        settings.skip() > 0
            ? memory.workspace().matrix(memory.positions(), output.columns())
            : inputGradient;
    outputRow = new float[output.columns()];
    gradientRow = new float[output.columns()];
  }

  @Override
  public void backward(Chunk chunk, ChunkNoise noise) {
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
      convolution.backward(chunk, inputGradient);
    }
  }

  /** Computes the gradient of the sum from that of the output. */
  private void throughActivation(int positions) {
    for (int i = 0; i < positions; i++) {
      int n = gradientRow.length;
      outputGradient.get(i * n, gradientRow, n);
      output.get(i * n, outputRow, n);
      ActivationFunction.multiplyByDerivative(settings.activation(), gradientRow, outputRow, n);
      sumGradient.put(i * n, gradientRow, n);
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.of(inputGradient);
  }
}
