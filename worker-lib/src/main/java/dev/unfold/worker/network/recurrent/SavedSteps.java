package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/** The states of a layer at every step of a chunk, and the gates that led to them. */
final class SavedSteps {
  private final int batch;
  private final int width;
  private final List<Matrix> before = new ArrayList<>();
  private final List<Matrix[]> beforeStep = new ArrayList<>();
  private final Matrix gates;
  private final int gateCount;

  SavedSteps(Cell cell, int hidden, PassMemory memory) {
    batch = memory.batch();
    width = hidden;
    gateCount = cell.gates();
    int rows = (memory.steps() + 1) * batch;
    for (int s = 0; s < cell.states(); s++) {
      Matrix states = memory.workspace().matrix(rows, hidden);
      before.add(states);
      beforeStep.add(states.split(batch));
    }
    gates = memory.workspace().matrix(memory.positions(), (gateCount + cell.extras()) * hidden);
  }

  /** State {@code s} of all lanes before step t, [B, H]. */
  Matrix before(int s, int t) {
    return beforeStep.get(s)[t];
  }

  /** State {@code s} of all lanes before each of the first steps, [T * B, H]. */
  Matrix beforeAll(int s, int positions) {
    return before.get(s).rows(0, positions);
  }

  void start(List<Matrix> carry) {
    for (int s = 0; s < before.size(); s++) {
      before.get(s).copy(0, carry.get(s), 0, batch * width);
    }
  }

  void end(List<Matrix> carry, int steps) {
    for (int s = 0; s < before.size(); s++) {
      carry.get(s).copy(0, before.get(s), steps * batch * width, batch * width);
    }
  }

  void clearStates(int position, float[] zeros) {
    before.forEach(states -> states.put(position * width, zeros, width));
  }

  void getStates(int position, float[][] vectors) {
    for (int s = 0; s < vectors.length; s++) {
      before.get(s).get(position * width, vectors[s], width);
    }
  }

  void putStates(int position, float[][] vectors) {
    for (int s = 0; s < vectors.length; s++) {
      before.get(s).put(position * width, vectors[s], width);
    }
  }

  void putGates(int position, CellRow row) {
    GateRows.put(gates, position, 0, row.gate, width);
    GateRows.put(gates, position, gateCount, row.extra, width);
  }

  void getGates(int position, CellRow row) {
    GateRows.get(gates, position, 0, row.gate, width);
    GateRows.get(gates, position, gateCount, row.extra, width);
  }
}
