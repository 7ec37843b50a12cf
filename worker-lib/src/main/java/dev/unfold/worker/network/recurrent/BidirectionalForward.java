package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.ChunkNoise;
import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/** Runs one layer over the sequences and another over the reversed sequences. */
final class BidirectionalForward implements LayerForward {
  private final PassMemory memory;
  private final int hidden;
  private final Matrix input;
  private final Operand reversedInput;
  private final Direction forwardLayer;
  private final Direction backwardLayer;
  private final Operand output;

  BidirectionalForward(
      BidirectionalLayer layer, PassMemory memory, Operand input, LayerStates states) {
    this.memory = memory;
    this.input = input.matrix();
    hidden = layer.hidden();
    reversedInput = memory.activations(input.columns());
    int count = layer.forwardLayer().stateWidths().size();
    forwardLayer =
        new Direction(
            layer.forwardLayer(), memory, input, states.end().map(port -> port.part(0, count)));
    backwardLayer =
        new Direction(
            layer.backwardLayer(),
            memory,
            reversedInput,
            states.end().map(port -> port.part(count, count)));
    output = memory.activations(2 * hidden);
  }

  @Override
  public void parametersChanged() {
    forwardLayer.forward.parametersChanged();
    backwardLayer.forward.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, ChunkNoise noise) {
    int positions = chunk.steps() * chunk.batch();
    forwardLayer.run(chunk, noise);
    SequenceReversal.copy(chunk, input, 0, reversedInput.matrix(), 0, input.columns());
    reversedInput.rows(0, positions).refresh();
    backwardLayer.run(chunk, noise);
    Matrix both = output.matrix();
    ColumnBlocks.join(forwardLayer.forward.output().matrix(), both, 0, positions);
    SequenceReversal.copy(chunk, backwardLayer.forward.output().matrix(), 0, both, hidden, hidden);
    output.rows(0, positions).refresh();
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new BidirectionalBackward(this, memory, gradient, outputGradient);
  }

  LayerForward forwardLayer() {
    return forwardLayer.forward;
  }

  LayerForward backwardLayer() {
    return backwardLayer.forward;
  }

  int hidden() {
    return hidden;
  }

  /** One direction; every chunk starts from states of zeros. */
  private static final class Direction {
    private final List<Matrix> carry;
    private final LayerForward forward;

    Direction(RecurrentLayer layer, PassMemory memory, Operand input, Optional<StatePort> end) {
      carry =
          layer.stateWidths().stream()
              .map(width -> memory.workspace().matrix(memory.batch(), width))
              .toList();
      forward = layer.open(memory, input, new LayerStates(carry, Optional.empty(), end));
    }

    void run(Chunk chunk, ChunkNoise noise) {
      carry.forEach(Matrix::clear);
      forward.forward(chunk, noise);
    }
  }
}
