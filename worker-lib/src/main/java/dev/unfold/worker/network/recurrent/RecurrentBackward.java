package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerBackward;
import dev.unfold.worker.network.layer.Noise;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.ColumnSum;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.PreparedWeights;
import dev.unfold.worker.tensor.Workspace;
import java.util.Optional;

/**
 * Back-propagates through the steps of a chunk, from the last to the first. The gradient of the
 * state before the first step is not propagated: there the truncation of truncated BPTT is.
 */
final class RecurrentBackward implements LayerBackward {
  private final RecurrentForward forward;
  private final Cell cell;
  private final PassMemory memory;
  private final CellRow row;
  private final float[] outputGradientRow;
  private final float[] zeros;
  private final ColumnSum columnSum = new ColumnSum();
  private final Matrix inputWeight;
  private final PreparedWeights recurrentWeight;
  private final Matrix inputWeightGradient;
  private final Matrix recurrentWeightGradient;
  private final Matrix biasGradient;
  private final Optional<Matrix> recurrentBiasGradient;
  private final Matrix gateGradient;
  private final Matrix recurrentGradient;
  private final Matrix[] recurrentGradientSteps;
  private final Matrix[] stateGradient;
  private final Matrix throughWeights;
  private final Matrix inputGradient;

  RecurrentBackward(
      RecurrentLayer layer, RecurrentForward forward, PassMemory memory, Matrix gradient) {
    this.forward = forward;
    this.memory = memory;
    cell = layer.cell();
    row = new CellRow(cell, layer.hidden());
    outputGradientRow = new float[row.width];
    zeros = new float[row.width];

    inputWeight = layer.inputWeight().in(memory.parameters());
    recurrentWeight =
        memory
            .gemm()
            .prepare(memory.batch(), layer.recurrentWeight().in(memory.parameters()), true);
    inputWeightGradient = layer.inputWeight().in(gradient);
    recurrentWeightGradient = layer.recurrentWeight().in(gradient);
    biasGradient = layer.bias().in(gradient);
    recurrentBiasGradient = layer.recurrentBias().map(d -> d.in(gradient));

    Workspace workspace = memory.workspace();
    int gates = cell.gates() * row.width;
    gateGradient = workspace.matrix(memory.positions(), gates);
    recurrentGradient =
        cell.gatesRecurrentTerm() ? workspace.matrix(memory.positions(), gates) : gateGradient;
    recurrentGradientSteps = recurrentGradient.split(memory.batch());
    stateGradient = new Matrix[cell.states()];
    for (int s = 0; s < stateGradient.length; s++) {
      stateGradient[s] = workspace.matrix(memory.batch(), row.width);
    }
    throughWeights = workspace.matrix(memory.batch(), row.width);
    inputGradient = workspace.matrix(memory.positions(), layer.inputWeight().rows());
  }

  @Override
  public Matrix backward(Matrix outputGradient, Chunk chunk, Noise noise) {
    recurrentWeight.refresh();
    cutAtChunkEdge();
    for (int t = chunk.steps() - 1; t >= 0; t--) {
      for (int b = 0; b < memory.batch(); b++) {
        step(t * memory.batch() + b, b, outputGradient, chunk);
      }
      if (t > 0) {
        recurrentWeight.multiplyInto(recurrentGradientSteps[t], throughWeights);
        cutAtResets(t, chunk);
      }
    }
    return gradients(chunk.steps() * memory.batch());
  }

  private void cutAtChunkEdge() {
    for (int b = 0; b < memory.batch(); b++) {
      clearLane(b);
    }
  }

  private void cutAtResets(int t, Chunk chunk) {
    for (int b = 0; b < memory.batch(); b++) {
      if (chunk.resets()[t * memory.batch() + b]) {
        clearLane(b);
      }
    }
  }

  private void clearLane(int lane) {
    throughWeights.put(lane * row.width, zeros, row.width);
    for (Matrix gradient : stateGradient) {
      gradient.put(lane * row.width, zeros, row.width);
    }
  }

  private void step(int position, int lane, Matrix outputGradient, Chunk chunk) {
    for (int s = 0; s < stateGradient.length; s++) {
      stateGradient[s].get(lane * row.width, row.stateGradient[s], row.width);
    }
    throughWeights.get(lane * row.width, outputGradientRow, row.width);
    Elementwise.addInPlace(row.stateGradient[0], outputGradientRow, row.width);
    if (chunk.targets()[position] == Chunk.NO_TARGET) {
      clearGates(position);
    } else {
      outputGradient.get(position * row.width, outputGradientRow, row.width);
      Elementwise.addInPlace(row.stateGradient[0], outputGradientRow, row.width);
      forward.saved().getStates(position, row.previous);
      forward.saved().getGates(position, row);
      cell.backward(row);
      GateRows.put(gateGradient, position, 0, row.inputGradient, row.width);
      if (cell.gatesRecurrentTerm()) {
        GateRows.put(recurrentGradient, position, 0, row.recurrentGradient, row.width);
      }
    }
    for (int s = 0; s < stateGradient.length; s++) {
      stateGradient[s].put(lane * row.width, row.stateGradient[s], row.width);
    }
  }

  private void clearGates(int position) {
    for (int g = 0; g < cell.gates(); g++) {
      int offset = position * gateGradient.columns() + g * row.width;
      gateGradient.put(offset, zeros, row.width);
      recurrentGradient.put(offset, zeros, row.width);
    }
  }

  private Matrix gradients(int positions) {
    Gemm gemm = memory.gemm();
    Matrix dGates = gateGradient.rows(0, positions);
    Matrix dRecurrent = recurrentGradient.rows(0, positions);
    Matrix dInput = inputGradient.rows(0, positions);
    gemm.multiplyTnInto(forward.input(), dGates, inputWeightGradient, false);
    gemm.multiplyTnInto(
        forward.saved().beforeAll(0, positions), dRecurrent, recurrentWeightGradient, false);
    columnSum.sumInto(dGates, 0, biasGradient);
    recurrentBiasGradient.ifPresent(
        d -> columnSum.sumInto(dRecurrent, dRecurrent.columns() - row.width, d));
    gemm.multiplyNtInto(dGates, inputWeight, dInput);
    return dInput;
  }
}
