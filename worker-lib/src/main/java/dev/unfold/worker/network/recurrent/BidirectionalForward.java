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

/** Runs a layer over the sequences and another over the reversed ones. */
final class BidirectionalForward implements LayerForward {
  private final PassMemory memory;
  private final int hidden;
  private final Matrix input;
  private final Operand reversedInput;
  private final Direction ahead;
  private final Direction back;
  private final Operand output;

  BidirectionalForward(
      BidirectionalLayer layer, PassMemory memory, Operand input, LayerStates states) {
    this.memory = memory;
    this.input = input.matrix();
    hidden = layer.hidden();
    reversedInput = memory.activations(input.columns());
    int count = layer.ahead().stateWidths().size();
    ahead =
        new Direction(layer.ahead(), memory, input, states.end().map(edge -> edge.part(0, count)));
    back =
        new Direction(
            layer.back(), memory, reversedInput, states.end().map(edge -> edge.part(count, count)));
    output = memory.activations(2 * hidden);
  }

  @Override
  public void parametersChanged() {
    ahead.forward.parametersChanged();
    back.forward.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, ChunkNoise noise) {
    int positions = chunk.steps() * chunk.batch();
    ahead.run(chunk, noise);
    SequenceReversal.copy(chunk, input, 0, reversedInput.matrix(), 0, input.columns());
    reversedInput.rows(0, positions).refresh();
    back.run(chunk, noise);
    Matrix both = output.matrix();
    ColumnBlocks.join(ahead.forward.output().matrix(), both, 0, positions);
    SequenceReversal.copy(chunk, back.forward.output().matrix(), 0, both, hidden, hidden);
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

  LayerForward ahead() {
    return ahead.forward;
  }

  LayerForward back() {
    return back.forward;
  }

  int hidden() {
    return hidden;
  }

  /** One direction; each chunk begins with states of zeros. */
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
