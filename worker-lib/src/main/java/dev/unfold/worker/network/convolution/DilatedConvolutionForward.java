package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.ActivationFunction;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.settings.network.DilatedConvolutionSettings;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.ArrayList;
import java.util.List;

/** The forward half of a stack of dilated convolutions. */
final class DilatedConvolutionForward implements LayerForward {
  private final DilatedConvolutionSettings settings;
  private final PassMemory memory;
  private final int inputs;
  private final List<GatedConvolutionForward> convolutions = new ArrayList<>();
  private final List<Operand> residuals = new ArrayList<>();
  private final Operand output;
  private final ColumnBlocks columns;
  private final float[] row;

  /**
   * @param convolutions the convolutions, from the lowest
   * @param input [T * B, R], refreshed
   */
  DilatedConvolutionForward(
      DilatedConvolutionSettings settings,
      List<GatedConvolution> convolutions,
      PassMemory memory,
      Operand input,
      List<Matrix> carry) {
    this.settings = settings;
    this.memory = memory;
    inputs = input.columns();
    Operand below = input;
    int firstState = 0;
    for (GatedConvolution convolution : convolutions) {
      int states = convolution.stateWidths(inputs).size();
      this.convolutions.add(
          new GatedConvolutionForward(
              convolution, memory, below, carry.subList(firstState, firstState + states)));
      firstState += states;
      if (convolution.residual() > 0) {
        below = memory.activations(convolution.residual());
        residuals.add(below);
      }
    }
    int width = settings.width(inputs);
    output = memory.activations(width);
    columns = new ColumnBlocks(Math.max(inputs, width));
    row = new float[width];
  }

  @Override
  public void parametersChanged() {
    for (int l = 0; l < convolutions.size(); l++) {
      convolutions.get(l).parametersChanged();
    }
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    for (int l = 0; l < convolutions.size(); l++) {
      GatedConvolutionForward convolution = convolutions.get(l);
      convolution.forward(chunk, mode);
      if (l < residuals.size()) {
        Operand residual = residuals.get(l);
        ColumnBlocks.join(convolution.input(), residual.matrix(), 0, positions);
        columns.add(convolution.outputs(), 0, residual.matrix(), positions);
        residual.rows(0, positions).refresh();
      }
      addSkip(l, positions);
    }
    activate(positions);
    output.rows(0, positions).refresh();
  }

  /** Adds the skip connection of a convolution to the output. */
  private void addSkip(int l, int positions) {
    int skip = settings.skip();
    if (skip == 0) {
      return;
    }
    GatedConvolutionForward convolution = convolutions.get(l);
    int first = convolution.convolution().residual();
    if (l == 0) {
      ColumnBlocks.split(convolution.outputs(), first, output.matrix(), positions);
    } else {
      columns.add(convolution.outputs(), first, output.matrix(), positions);
    }
  }

  private void activate(int positions) {
    Matrix from =
        settings.skip() > 0 ? output.matrix() : residuals.get(residuals.size() - 1).matrix();
    for (int i = 0; i < positions; i++) {
      from.get(i * row.length, row, row.length);
      ActivationFunction.apply(settings.activation(), row, row.length);
      output.matrix().put(i * row.length, row, row.length);
    }
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new DilatedConvolutionBackward(
        settings,
        memory,
        inputs,
        convolutions.stream()
            .map(convolution -> new GatedConvolutionBackward(convolution, gradient))
            .toList(),
        output.matrix(),
        outputGradient);
  }
}
