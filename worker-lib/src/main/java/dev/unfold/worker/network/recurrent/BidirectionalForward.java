package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.ColumnBlocks;
import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** Runs one layer over the sequences and another over the reversed sequences. */
final class BidirectionalForward implements LayerForward {
  private final PassMemory memory;
  private final int hidden;
  private final Matrix input;
  private final Operand reversedInput;
  private final Direction forward;
  private final Direction backward;
  private final Operand output;

  BidirectionalForward(
      RecurrentLayer forwardLayer,
      RecurrentLayer backwardLayer,
      PassMemory memory,
      Operand input,
      LayerStates states) {
    this.memory = memory;
    this.input = input.matrix();
    hidden = forwardLayer.width();
    reversedInput = memory.activations(input.columns());
    int count = forwardLayer.stateWidths().size();
    forward = new Direction(forwardLayer, memory, input, part(states, 0, count));
    backward = new Direction(backwardLayer, memory, reversedInput, part(states, count, count));
    output = memory.activations(2 * hidden);
  }

  /** Returns the states of one direction, without a carry. */
  private static LayerStates part(LayerStates states, int from, int count) {
    return new LayerStates(
        List.of(),
        states.start().map(port -> port.part(from, count)),
        states.end().map(port -> port.part(from, count)));
  }

  @Override
  public void parametersChanged() {
    forward.layer.parametersChanged();
    backward.layer.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    int positions = chunk.steps() * chunk.batch();
    forward.run(chunk, mode);
    SequenceReversal.copy(chunk, input, 0, reversedInput.matrix(), 0, input.columns());
    reversedInput.rows(0, positions).refresh();
    backward.run(chunk, mode);
    Matrix both = output.matrix();
    ColumnBlocks.join(forward.layer.output().matrix(), both, 0, positions);
    SequenceReversal.copy(chunk, backward.layer.output().matrix(), 0, both, hidden, hidden);
    output.rows(0, positions).refresh();
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    return new BidirectionalBackward(
        memory, forward.layer, backward.layer, gradient, outputGradient);
  }

  /** One direction; every chunk starts from states of zeros, or from those of its sequences. */
  private static final class Direction {
    private final List<Matrix> carry;
    private final LayerForward layer;

    Direction(RecurrentLayer recurrent, PassMemory memory, Operand input, LayerStates states) {
      carry =
          recurrent.stateWidths().stream()
              .map(width -> memory.workspace().matrix(memory.batch(), width))
              .toList();
      layer = recurrent.open(memory, input, new LayerStates(carry, states.start(), states.end()));
    }

    void run(Chunk chunk, ForwardMode mode) {
      carry.forEach(Matrix::clear);
      layer.forward(chunk, mode);
    }
  }
}
