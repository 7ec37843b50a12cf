package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.parameters.SparseRows;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

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
  public void forward(Chunk chunk, ChunkNoise noise) {
    input.forward(chunk, noise);
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

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new Backward(this, gradient, outputGradient);
  }

  private static final class Backward implements LayerBackward {
    private final Matrix outputGradient;
    private final Matrix vectorGradient;
    private final LayerBackward input;
    private final int width;
    private final ColumnBlocks columns;

    Backward(ConcatForward forward, Matrix gradient, Matrix outputGradient) {
      this.outputGradient = outputGradient;
      vectorGradient = forward.vectorGradient;
      PassMemory memory = forward.memory;
      width = forward.input.output().columns();
      Matrix inputGradient = memory.workspace().matrix(memory.positions(), width);
      input =
          new OfFirstColumns(
              outputGradient, inputGradient, forward.input.openBackward(gradient, inputGradient));
      columns = new ColumnBlocks(vectorGradient.columns());
    }

    /** Adds to the gradient of the vector. */
    @Override
    public void backward(Chunk chunk, ChunkNoise noise) {
      for (int i = 0; i < chunk.steps() * chunk.batch(); i++) {
        columns.addRow(outputGradient, i, width, vectorGradient, i % chunk.batch());
      }
      input.backward(chunk, noise);
    }

    @Override
    public Optional<Matrix> inputGradient() {
      return Optional.empty();
    }

    @Override
    public List<SparseRows> touchedRows() {
      return input.touchedRows();
    }
  }
}
