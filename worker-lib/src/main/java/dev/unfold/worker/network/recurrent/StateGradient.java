package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of the states between two steps, on its way back: what came directly, and for the
 * output what came through the recurrent weights.
 */
final class StateGradient {
  private final int batch;
  private final int hidden;
  private final List<Matrix> direct = new ArrayList<>();
  private final Matrix throughWeights;
  private final float[] zeros;

  StateGradient(Cell cell, int hidden, PassMemory memory) {
    batch = memory.batch();
    this.hidden = hidden;
    for (int s = 0; s < cell.states(); s++) {
      direct.add(memory.workspace().matrix(batch, hidden));
    }
    throughWeights = memory.workspace().matrix(batch, hidden);
    zeros = new float[hidden];
  }

  /** [B, H]: dU h(t-1) times Uᵀ. */
  Matrix throughWeights() {
    return throughWeights;
  }

  void clear() {
    for (int lane = 0; lane < batch; lane++) {
      clear(lane);
    }
  }

  /** Nothing goes back beyond the start of a document. */
  void cutAtResets(int t, Chunk chunk) {
    for (int lane = 0; lane < batch; lane++) {
      if (chunk.resets()[t * batch + lane]) {
        clear(lane);
      }
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
