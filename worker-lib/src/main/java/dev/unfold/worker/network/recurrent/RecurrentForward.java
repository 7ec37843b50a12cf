package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.PreparedWeights;
import dev.unfold.worker.tensor.Workspace;
import java.util.List;

/**
 * Runs a cell over the steps of a chunk. W x(t) is one product for all steps; U h(t-1) is one for
 * each step, over weights that were packed once.
 */
final class RecurrentForward implements LayerForward {
  private final RecurrentLayer layer;
  private final PassMemory memory;
  private final List<Matrix> carry;
  private final CellRow row;
  private final float[] zeros;
  private final Matrix inputWeight;
  private final PreparedWeights recurrentWeight;
  private final Matrix fromInput;
  private final Matrix fromState;
  private final SavedSteps saved;
  private final Matrix output;
  private Matrix input;

  RecurrentForward(RecurrentLayer layer, PassMemory memory, List<Matrix> carry) {
    this.layer = layer;
    this.memory = memory;
    this.carry = carry;
    Workspace workspace = memory.workspace();
    Cell cell = layer.cell();
    int gates = cell.gates() * layer.hidden();
    row = new CellRow(cell, layer.hidden());
    zeros = new float[layer.hidden()];
    inputWeight = layer.inputWeight().in(memory.parameters());
    recurrentWeight =
        memory
            .gemm()
            .prepare(memory.batch(), layer.recurrentWeight().in(memory.parameters()), false);
    fromInput = workspace.matrix(memory.positions(), gates);
    fromState = workspace.matrix(memory.batch(), gates);
    saved = new SavedSteps(cell, layer.hidden(), memory);
    output = workspace.matrix(memory.positions(), layer.hidden());
  }

  @Override
  public void parametersChanged() {
    recurrentWeight.refresh();
    GateRows.get(layer.bias().in(memory.parameters()), 0, 0, row.bias, row.width);
    layer
        .recurrentBias()
        .ifPresent(d -> d.in(memory.parameters()).get(0, row.recurrentBias, row.width));
  }

  @Override
  public Matrix forward(Matrix input, Chunk chunk, Noise noise) {
    this.input = input;
    int positions = chunk.steps() * memory.batch();
    memory.gemm().multiplyInto(input, inputWeight, fromInput.rows(0, positions));
    saved.start(carry);
    for (int t = 0; t < chunk.steps(); t++) {
      reset(t, chunk);
      recurrentWeight.multiplyInto(saved.before(0, t), fromState);
      for (int b = 0; b < memory.batch(); b++) {
        step(t * memory.batch() + b, b, chunk);
      }
    }
    saved.end(carry, chunk.steps());
    return output.rows(0, positions);
  }

  private void reset(int t, Chunk chunk) {
    for (int b = 0; b < memory.batch(); b++) {
      int position = t * memory.batch() + b;
      if (chunk.resets()[position]) {
        saved.clearStates(position, zeros);
      }
    }
  }

  private void step(int position, int lane, Chunk chunk) {
    saved.getStates(position, row.previous);
    if (chunk.targets()[position] == Chunk.NO_TARGET) {
      saved.putStates(position + memory.batch(), row.previous);
      output.put(position * row.width, row.previous[0], row.width);
      return;
    }
    GateRows.get(fromInput, position, 0, row.gate, row.width);
    GateRows.get(fromState, lane, 0, row.recurrent, row.width);
    layer.cell().forward(row);
    saved.putGates(position, row);
    saved.putStates(position + memory.batch(), row.state);
    output.put(position * row.width, row.state[0], row.width);
  }

  @Override
  public LayerBackward openBackward(Matrix gradient) {
    return new RecurrentBackward(layer, this, memory, gradient);
  }

  Matrix input() {
    return input;
  }

  SavedSteps saved() {
    return saved;
  }
}
