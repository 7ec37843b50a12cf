package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.layer.StatePort;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gradient of the states between two steps during the backward pass: the direct part, and for
 * the output the part through the recurrent weights.
 */
final class StateGradient {
  private final int batch;
  private final int hidden;
  private final List<Matrix> direct = new ArrayList<>();
  private final Matrix throughWeights;
  private final Optional<StatePort> start;
  private final Optional<StatePort> end;
  private final float[] zeros;
  private final float[] sum;
  private final float[] addend;

  StateGradient(Cell cell, int hidden, PassMemory memory, LayerStates states) {
    start = states.start();
    end = states.end();
    batch = memory.batch();
    this.hidden = hidden;
    for (int s = 0; s < cell.states(); s++) {
      direct.add(memory.workspace().matrix(batch, hidden));
    }
    throughWeights = memory.workspace().matrix(batch, hidden);
    zeros = new float[hidden];
    sum = new float[hidden];
    addend = new float[hidden];
  }

  /** Returns dU h(t-1) times Uᵀ, [B, H]. */
  Matrix throughWeights() {
    return throughWeights;
  }

  /** Initializes the gradient after the last step with the gradient of the final states. */
  void begin() {
    for (int lane = 0; lane < batch; lane++) {
      clear(lane);
    }
    if (start.isPresent()) {
      start.get().clearGradients();
    }
    if (end.isPresent()) {
      for (int s = 0; s < direct.size(); s++) {
        direct.get(s).copy(0, end.get().gradients().get(s), 0, batch * hidden);
      }
    }
  }

  /** Returns whether the gradient of the states before step t is needed. */
  boolean isNeededBefore(int t) {
    return t > 0 || start.isPresent();
  }

  /**
   * Passes the gradient of each lane that was reset at step t to the states that the lane started
   * from, if any.
   */
  void passToResetStates(int t, Chunk chunk) {
    for (int lane = 0; lane < batch; lane++) {
      if (chunk.resets()[t * batch + lane]) {
        if (start.isPresent()) {
          addTo(start.get().gradients(), lane * hidden);
        }
        clear(lane);
      }
    }
  }

  private void addTo(List<Matrix> gradients, int from) {
    for (int s = 0; s < direct.size(); s++) {
      gradients.get(s).get(from, sum, hidden);
      direct.get(s).get(from, addend, hidden);
      Elementwise.addInPlace(sum, addend, hidden);
      if (s == 0) {
        throughWeights.get(from, addend, hidden);
        Elementwise.addInPlace(sum, addend, hidden);
      }
      gradients.get(s).put(from, sum, hidden);
    }
  }

  private void clear(int lane) {
    throughWeights.put(lane * hidden, zeros, hidden);
    for (Matrix gradient : direct) {
      gradient.put(lane * hidden, zeros, hidden);
    }
  }

  /** Reads the gradients of a block of lanes. */
  void get(int firstLane, CellBlock block, float[] scratch) {
    for (int s = 0; s < block.stateGradient.length; s++) {
      direct.get(s).get(firstLane * hidden, block.stateGradient[s], block.size);
    }
    throughWeights.get(firstLane * hidden, scratch, block.size);
    block.addToOutputGradient(scratch);
  }

  /** Writes the direct part of a block of lanes. */
  void put(int firstLane, CellBlock block) {
    for (int s = 0; s < block.stateGradient.length; s++) {
      direct.get(s).put(firstLane * hidden, block.stateGradient[s], block.size);
    }
  }
}
