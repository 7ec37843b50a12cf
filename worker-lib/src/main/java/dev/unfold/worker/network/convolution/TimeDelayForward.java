package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/**
 * The forward half of a time-delay layer, which computes the used steps only (sub-sampling,
 * Peddinti et al. 2015). The outputs of the others are zero.
 */
final class TimeDelayForward implements LayerForward {
  private final PassMemory memory;
  private final InputWindow window;
  private final Dense.Forward dense;
  private final Operand output;
  private final UsedSteps steps;
  private final float[] zeros;
  private boolean restricted;

  /**
   * @param dense the layer over the rows of the windows
   * @param output [T * B, width]; wider than the dense layer if there are direct connections
   */
  TimeDelayForward(PassMemory memory, InputWindow window, Dense.Forward dense, Operand output) {
    this.memory = memory;
    this.window = window;
    this.dense = dense;
    this.output = output;
    steps = new UsedSteps(memory.positions());
    zeros = new float[output.columns()];
  }

  @Override
  public void parametersChanged() {
    dense.parametersChanged();
  }

  @Override
  public void restrict(Chunk chunk, boolean[] used) {
    steps.use(used, chunk.steps() * chunk.batch());
    window.restrict(chunk, used);
    restricted = true;
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    if (!restricted) {
      steps.useAll(positions);
    }
    restricted = false;
    window.forward(chunk, steps);
    dense.forward(steps.padded());
    for (int position = 0; position < positions; position++) {
      copyOutput(position, steps.row(position));
    }
    output.rows(0, positions).refresh();
  }

  private void copyOutput(int position, int row) {
    Matrix to = output.matrix();
    if (row == UsedSteps.NONE) {
      to.put(position * zeros.length, zeros, zeros.length);
      return;
    }
    Matrix hidden = dense.output().matrix();
    int width = hidden.columns();
    to.copy(position * zeros.length, hidden, row * width, width);
    int direct = zeros.length - width;
    if (direct > 0) {
      to.copy(position * zeros.length + width, window.output().matrix(), row * direct, direct);
    }
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    Matrix hidden = memory.workspace().matrix(memory.positions(), dense.output().columns());
    Matrix inputGradient = memory.workspace().matrix(memory.positions(), window.inputWidth());
    Dense.Backward backward = dense.openBackward(gradient, hidden);
    return new TimeDelayBackward(
        window, steps, backward, new TimeDelayGradients(outputGradient, hidden, inputGradient));
  }
}
