package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.RowBlockViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The states of a layer before every step of a chunk, and the gates of every step. */
final class SavedActivations {
  private final int batch;
  private final int hidden;
  private final List<Matrix> before = new ArrayList<>();
  private final Operand outputs;
  private final RowBlockViews outputSteps;
  private final Matrix gates;
  private final Optional<StatePort> start;
  private final float[] zeros;

  /**
   * @param start the states of a lane after a reset; zeros if absent
   */
  SavedActivations(Cell cell, int hidden, PassMemory memory, Optional<StatePort> start) {
    this.start = start;
    batch = memory.batch();
    this.hidden = hidden;
    int rows = (memory.steps() + 1) * batch;
    for (int s = 0; s < cell.states(); s++) {
      before.add(memory.workspace().matrix(rows, hidden));
    }
    outputs = memory.gemm().operand(before.get(0), memory.workspace());
    outputSteps = new RowBlockViews(outputs, batch);
    int vectors = cell.gates() + cell.extras();
    gates = memory.workspace().matrix(memory.positions(), vectors * hidden);
    zeros = new float[hidden];
  }

  /** Sets the states before the first step to the carry. */
  void start(List<Matrix> carry) {
    for (int s = 0; s < before.size(); s++) {
      before.get(s).copy(0, carry.get(s), 0, batch * hidden);
    }
  }

  /** Sets the states before step t of the lanes that are reset. */
  void reset(int t, Chunk chunk) {
    for (int position = t * batch; position < (t + 1) * batch; position++) {
      if (chunk.resets()[position]) {
        restart(position, position - t * batch);
      }
    }
  }

  private void restart(int position, int lane) {
    for (int s = 0; s < before.size(); s++) {
      if (start.isPresent()) {
        Matrix values = start.get().values().get(s);
        before.get(s).copy(position * hidden, values, lane * hidden, hidden);
      } else {
        before.get(s).put(position * hidden, zeros, hidden);
      }
    }
  }

  /** Returns the current h(t-1) of all lanes, [B, H]. */
  Operand outputsBefore(int t) {
    Operand step = outputSteps.block(t, outputs.rows());
    step.refresh();
    return step;
  }

  /** Returns h(t-1) of all lanes before each of the first steps, [T * B, H]. */
  Operand allOutputsBefore(int positions) {
    return outputs.rows(0, positions);
  }

  /** Copies the states after a number of steps. */
  void copyStatesAfter(int steps, List<Matrix> to) {
    for (int s = 0; s < before.size(); s++) {
      to.get(s).copy(0, before.get(s), steps * batch * hidden, batch * hidden);
    }
  }

  void getStates(int position, CellBlock block) {
    for (int s = 0; s < block.previous.length; s++) {
      before.get(s).get(position * hidden, block.previous[s], block.size);
    }
  }

  void putStates(int position, CellBlock block) {
    for (int s = 0; s < block.state.length; s++) {
      before.get(s).put((position + batch) * hidden, block.state[s], block.size);
    }
  }

  /** Saves gates and extras, vector after vector, because no matrix product reads them. */
  void putGates(int position, CellBlock block) {
    int offset = position * gates.columns();
    for (float[] gate : block.gate) {
      gates.put(offset, gate, block.size);
      offset += block.size;
    }
    for (float[] extra : block.extra) {
      gates.put(offset, extra, block.size);
      offset += block.size;
    }
  }

  void getGates(int position, CellBlock block) {
    int offset = position * gates.columns();
    for (float[] gate : block.gate) {
      gates.get(offset, gate, block.size);
      offset += block.size;
    }
    for (float[] extra : block.extra) {
      gates.get(offset, extra, block.size);
      offset += block.size;
    }
  }
}
