package dev.unfold.worker.network.start;

import dev.unfold.worker.network.layer.ForwardMode;
import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The forward half of inputs some of which determine the initial states. */
final class FirstStateForward implements LayerForward {
  private final PassMemory memory;
  private final LayerForward inputs;
  private final List<ColumnRange> steps;
  private final List<ColumnRange> first;
  private final StatePort vectors;
  private final StatePort start;
  private final Bridge.Forward bridge;
  private final boolean[] begun;
  private final Operand output;

  /**
   * @param inputs all inputs
   * @param steps the columns of those that are read at each step
   * @param first the columns of those that determine the initial states
   * @param stateWidths the widths of the initial states
   */
  FirstStateForward(
      PassMemory memory,
      LayerForward inputs,
      List<ColumnRange> steps,
      List<ColumnRange> first,
      Bridge bridge,
      List<Integer> stateWidths) {
    this.memory = memory;
    this.inputs = inputs;
    this.steps = steps;
    this.first = first;
    vectors = StatePort.of(memory, List.of(ColumnRange.width(first)));
    start = StatePort.of(memory, stateWidths);
    this.bridge = bridge.open(memory, vectors, start);
    begun = new boolean[memory.batch()];
    output = memory.activations(ColumnRange.width(steps));
  }

  @Override
  public void parametersChanged() {
    inputs.parametersChanged();
    bridge.parametersChanged();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a lane begins several sequences
   */
  @Override
  public void forward(Chunk chunk, ForwardMode mode) {
    inputs.forward(chunk, mode);
    Matrix all = inputs.output().matrix();
    Matrix v = vectors.values().get(0);
    v.clear();
    Arrays.fill(begun, false);
    int positions = chunk.steps() * chunk.batch();
    for (int position = 0; position < positions; position++) {
      ColumnRange.gather(steps, all, position, output.matrix(), position);
      if (chunk.resets()[position]) {
        begin(position % chunk.batch());
        ColumnRange.gather(first, all, position, v, position % chunk.batch());
      }
    }
    output.rows(0, positions).refresh();
    bridge.forward();
  }

  private void begin(int lane) {
    if (begun[lane]) {
      throw new IllegalArgumentException("lane " + lane + " begins several sequences in a chunk");
    }
    begun[lane] = true;
  }

  @Override
  public Operand output() {
    return output;
  }

  @Override
  public Optional<StatePort> start() {
    return Optional.of(start);
  }

  @Override
  public LayerBackward openBackward(Matrix gradient, Matrix outputGradient) {
    int width = inputs.output().columns();
    Matrix inputGradient = memory.workspace().matrix(memory.positions(), width);
    Bridge.Backward bridgeBackward = bridge.openBackward(gradient);
    float[][] scratch = new float[2][width];
    return new LayerBackward.OverInput(
        chunk -> {
          vectors.clearGradients();
          bridgeBackward.backward();
          inputGradient.clear();
          for (int i = 0; i < chunk.steps() * chunk.batch(); i++) {
            ColumnRange.scatter(steps, outputGradient, i, inputGradient, i, scratch);
            if (chunk.resets()[i]) {
              Matrix ofVectors = vectors.gradients().get(0);
              int lane = i % chunk.batch();
              ColumnRange.scatter(first, ofVectors, lane, inputGradient, i, scratch);
            }
          }
        },
        inputs.openBackward(gradient, inputGradient));
  }
}
