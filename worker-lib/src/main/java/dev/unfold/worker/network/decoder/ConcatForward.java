package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;

/** Concatenates the vector of a lane to each of its inputs. */
final class ConcatForward implements LayerForward {
  private final PassMemory memory;
  private final LayerForward input;
  private final Matrix vector;
  private final Matrix vectorGradient;
  private final Operand output;

  /**
   * @param input [T * B, E]
   * @param source a source whose only state is the vector, [B, D]
   */
  ConcatForward(PassMemory memory, LayerForward input, StatePort source) {
    this.memory = memory;
    this.input = input;
    vector = source.values().get(0);
    vectorGradient = source.gradients().get(0);
    output = memory.activations(input.output().columns() + vector.columns());
  }

  @Override
  public void parametersChanged() {
    input.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    input.forward(chunk, mode);
    int rows = chunk.steps() * chunk.batch();
    int width = input.output().columns();
    Matrix to = output.matrix();
    ColumnBlocks.join(input.output().matrix(), to, 0, rows);
    for (int i = 0; i < rows; i++) {
      int lane = i % chunk.batch();
      to.copy(i * to.columns() + width, vector, lane * vector.columns(), vector.columns());
    }
    output.rows(0, rows).refresh();
  }

  @Override
  public Operand output() {
    return output;
  }

  /** Its backward half adds to the gradient of the vector. */
  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    int width = input.output().columns();
    Matrix inputGradient = memory.workspace().matrix(memory.positions(), width);
    ColumnBlocks columns = new ColumnBlocks(vectorGradient.columns());
    return new LayerBackward.OverInput(
        chunk -> {
          int rows = chunk.steps() * chunk.batch();
          ColumnBlocks.split(outputGradient, 0, inputGradient, rows);
          for (int i = 0; i < rows; i++) {
            columns.addRow(outputGradient, i, width, vectorGradient, i % chunk.batch());
          }
        },
        input.openBackward(gradient, inputGradient));
  }
}
