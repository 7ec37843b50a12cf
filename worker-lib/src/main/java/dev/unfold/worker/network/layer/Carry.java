package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.memory.OversizeException;
import java.util.ArrayList;
import java.util.List;

/** The carried states of the B lanes of a shard, each state a [B, width] block of one vector. */
public final class Carry {
  private final Matrix vector;
  private final List<Matrix> states = new ArrayList<>();

  /**
   * Creates a carry of zeros.
   *
   * @throws OversizeException if it exceeds 2 GB
   */
  public Carry(CarryLayout layout, PassMemory memory) {
    long floats = memory.batch() * layout.width();
    if (floats > Integer.MAX_VALUE / Float.BYTES) {
      throw new OversizeException(
          "the states of "
              + memory.batch()
              + " lanes outgrow 2 GB: "
              + layout.width()
              + " numbers each");
    }
    vector = memory.workspace().vector((int) floats);
    int offset = 0;
    for (int width : layout.widths()) {
      states.add(vector.reshape(offset, memory.batch(), width));
      offset += memory.batch() * width;
    }
  }

  /** Returns the states, one after the other. */
  public float[] toArray() {
    return vector.toArray();
  }

  /**
   * Sets the states.
   *
   * @throws IllegalArgumentException if the length does not match the network and the batch
   */
  public void set(float[] values) {
    vector.set(values);
  }

  /** Sets the states of every lane to zero. */
  public void clear() {
    set(new float[vector.size()]);
  }

  /**
   * Replaces the states of each lane by those of another lane, all at once.
   *
   * @param from the lane whose states each lane receives
   */
  public void selectLanes(int[] from) {
    float[] before = vector.toArray();
    int first = 0;
    for (Matrix state : states) {
      int width = state.columns();
      for (int lane = 0; lane < from.length; lane++) {
        state.put(lane * width, before, first + from[lane] * width, width);
      }
      first += state.size();
    }
  }

  /** Returns the states of a lane, one after the other. */
  public float[] lane(int lane) {
    float[] values = new float[states.stream().mapToInt(Matrix::columns).sum()];
    int at = 0;
    for (Matrix state : states) {
      state.get(lane * state.columns(), values, at, state.columns());
      at += state.columns();
    }
    return values;
  }

  /**
   * Sets the states of a lane.
   *
   * @param values the states, one after the other
   */
  public void setLane(int lane, float[] values) {
    int at = 0;
    for (Matrix state : states) {
      state.put(lane * state.columns(), values, at, state.columns());
      at += state.columns();
    }
  }

  /** Returns the states, one [B, width] for each width of the layout. */
  public List<Matrix> states() {
    return List.copyOf(states);
  }
}
