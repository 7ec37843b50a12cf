package dev.unfold.worker.network.convolution;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * The last inputs of each lane, which are carried from chunk to chunk. A lane is a ring: adding an
 * input replaces the oldest one, whatever the length of the history.
 */
final class InputHistory {
  private final int length;
  private final int width;
  private final Matrix rings;
  private final Matrix positions;
  private final float[] zeros;

  /**
   * @param length the number of inputs that are kept, at least 1
   * @param width the width of an input
   * @param carry the carried states, of the widths {@link #stateWidths}
   */
  InputHistory(int length, int width, List<Matrix> carry) {
    this.length = length;
    this.width = width;
    rings = carry.get(0);
    positions = carry.get(1);
    zeros = new float[length * width];
  }

  /** Returns the widths of the carried states: the inputs, and the place of the next one. */
  static List<Integer> stateWidths(int length, int width) {
    return length == 0 ? List.of() : List.of(length * width, 1);
  }

  /** Replaces the inputs of a lane by zeros. */
  void clear(int lane) {
    rings.put(lane * zeros.length, zeros, zeros.length);
    positions.put(lane, 0f);
  }

  /**
   * Copies an input.
   *
   * @param age 1 for the last input that was added, up to the length of the history
   */
  void copy(int lane, int age, Matrix to, int toIndex) {
    to.copy(toIndex, rings, index(lane, place(lane) - age), width);
  }

  /**
   * Adds the inputs of a span.
   *
   * @param input [T * B, width]
   */
  void add(LaneSpan span, Matrix input) {
    int lane = span.lane();
    int place = place(lane);
    for (int t = Math.max(span.first(), span.end() - length); t < span.end(); t++) {
      rings.copy(index(lane, place + t - span.first()), input, span.position(t) * width, width);
    }
    positions.put(lane, Math.floorMod(place + span.end() - span.first(), length));
  }

  private int place(int lane) {
    return (int) positions.get(lane);
  }

  private int index(int lane, int place) {
    return (lane * length + Math.floorMod(place, length)) * width;
  }
}
