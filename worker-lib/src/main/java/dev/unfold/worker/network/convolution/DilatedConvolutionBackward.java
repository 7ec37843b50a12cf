package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.ActivationFunction;
import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/** The backward half of a stack of dilated convolutions, from the highest to the lowest. */
final class DilatedConvolutionBackward implements LayerBackward {
  private final DilatedConvolutionLayer layer;
  private final DilatedConvolutionForward forward;
  private final List<GatedConvolutionBackward> convolutions;
  private final Matrix outputGradient;
  private final Matrix sumGradient;
  private final Matrix inputGradient;
  private final float[] output;
  private final float[] row;

  DilatedConvolutionBackward(
      DilatedConvolutionLayer layer,
      DilatedConvolutionForward forward,
      Matrix gradient,
      Matrix outputGradient) {
    this.layer = layer;
    this.forward = forward;
    this.outputGradient = outputGradient;
    convolutions =
        forward.convolutions().stream()
            .map(convolution -> new GatedConvolutionBackward(convolution, gradient))
            .toList();
    int positions = forward.memory().positions();
    inputGradient = forward.memory().workspace().matrix(positions, layer.inputs());
    sumGradient =
        layer.settings().skip() > 0
            ? forward.memory().workspace().matrix(positions, layer.width())
            : inputGradient;
    output = new float[layer.width()];
    row = new float[layer.width()];
  }

  @Override
  public void backward(Chunk chunk, ChunkNoise noise) {
    int positions = chunk.steps() * chunk.batch();
    inputGradient.clear();
    throughActivation(positions);
    for (int l = convolutions.size() - 1; l >= 0; l--) {
      GatedConvolutionBackward convolution = convolutions.get(l);
      int residual = layer.convolutions().get(l).residual();
      if (residual > 0) {
        ColumnBlocks.join(inputGradient, convolution.outputGradient(), 0, positions);
      }
      if (layer.settings().skip() > 0) {
        ColumnBlocks.join(sumGradient, convolution.outputGradient(), residual, positions);
      }
      convolution.backward(chunk, inputGradient);
    }
  }

  /** Computes the gradient of the sum from that of the output. */
  private void throughActivation(int positions) {
    for (int i = 0; i < positions; i++) {
      outputGradient.get(i * row.length, row, row.length);
      forward.output().matrix().get(i * row.length, output, row.length);
      ActivationFunction.multiplyByDerivative(
          layer.settings().activation(), row, output, row.length);
      sumGradient.put(i * row.length, row, row.length);
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.of(inputGradient);
  }
}
