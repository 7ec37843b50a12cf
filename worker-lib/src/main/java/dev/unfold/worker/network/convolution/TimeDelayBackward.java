package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.feedforward.Dense;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.Optional;

/** The backward half of a time-delay layer, for the used steps of the last chunk. */
final class TimeDelayBackward implements LayerBackward {
  private final InputWindow window;
  private final UsedSteps steps;
  private final Dense.Backward dense;
  private final TimeDelayGradients gradients;
  private final ColumnBlocks columns;
  private final float[] zeros;

  TimeDelayBackward(
      InputWindow window, UsedSteps steps, Dense.Backward dense, TimeDelayGradients gradients) {
    this.window = window;
    this.steps = steps;
    this.dense = dense;
    this.gradients = gradients;
    columns = new ColumnBlocks(dense.inputGradient().columns());
    zeros = new float[gradients.hidden().columns()];
  }

  @Override
  public void backward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    Matrix output = gradients.output();
    int width = zeros.length;
    for (int position = 0; position < positions; position++) {
      int row = steps.row(position);
      if (row != UsedSteps.NONE) {
        gradients.hidden().copy(row * width, output, position * output.columns(), width);
      }
    }
    for (int row = steps.count(); row < steps.padded(); row++) {
      gradients.hidden().put(row * width, zeros, width);
    }
    dense.backward(steps.padded());
    if (output.columns() > width) {
      addDirect(positions);
    }
    window.putGradient(chunk, steps, dense.inputGradient(), gradients.input());
  }

  /** Adds the gradients of the direct connections to those of the windows. */
  private void addDirect(int positions) {
    for (int position = 0; position < positions; position++) {
      int row = steps.row(position);
      if (row != UsedSteps.NONE) {
        columns.addRow(gradients.output(), position, zeros.length, dense.inputGradient(), row);
      }
    }
  }

  @Override
  public Optional<Matrix> inputGradient() {
    return Optional.of(gradients.input());
  }
}
