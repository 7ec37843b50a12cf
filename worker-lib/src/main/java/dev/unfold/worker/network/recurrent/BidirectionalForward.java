package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** Runs a layer over the sequences and another over the reversed ones. */
final class BidirectionalForward implements LayerForward {
  private final PassMemory memory;
  private final int hidden;
  private final Matrix input;
  private final Operand reversedInput;
  private final Direction ahead;
  private final Direction back;
  private final Operand output;

  BidirectionalForward(BidirectionalLayer layer, PassMemory memory, Operand input) {
    this.memory = memory;
    this.input = input.matrix();
    hidden = layer.hidden();
    reversedInput = memory.activations(input.columns());
    ahead = new Direction(layer.ahead(), memory, input);
    back = new Direction(layer.back(), memory, reversedInput);
    output = memory.activations(2 * hidden);
  }

  @Override
  public void parametersChanged() {
    ahead.forward.parametersChanged();
    back.forward.parametersChanged();
  }

  @Override
  public void forward(Chunk chunk, Noise noise) {
    int positions = chunk.steps() * chunk.batch();
    ahead.run(chunk, noise);
    Reversal.copy(chunk, input, 0, reversedInput.matrix(), 0, input.columns());
    reversedInput.rows(0, positions).refresh();
    back.run(chunk, noise);
    Matrix both = output.matrix();
    for (int i = 0; i < positions; i++) {
      both.copy(2 * i * hidden, ahead.forward.output().matrix(), i * hidden, hidden);
    }
    Reversal.copy(chunk, back.forward.output().matrix(), 0, both, hidden, hidden);
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
    private final List<Matrix> states;
    private final LayerForward forward;
    private final float[] zeros;

    Direction(RecurrentLayer layer, PassMemory memory, Operand input) {
      zeros = new float[memory.batch() * layer.hidden()];
      states =
          layer.stateWidths().stream()
              .map(width -> memory.workspace().matrix(memory.batch(), width))
              .toList();
      forward = layer.open(memory, input, states);
    }

    void run(Chunk chunk, Noise noise) {
      states.forEach(state -> state.set(zeros));
      forward.forward(chunk, noise);
    }
  }
}
