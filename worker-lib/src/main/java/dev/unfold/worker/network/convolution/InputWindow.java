package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The inputs at fixed offsets from each step, side by side: x(t + o₁), …, x(t + o_K). Steps before
 * the start and after the end of a sequence are zero.
 *
 * <p>The inputs that the next chunk sees are carried. Later steps are read ahead, or the sequence
 * ends with the chunk.
 */
final class InputWindow {
  private final int[] offsets;
  private final Matrix input;
  private final int width;
  private final Operand output;
  private final Optional<InputHistory> history;
  private final int carried;
  private final boolean looksAhead;
  private final boolean[] windows;
  private final float[] zeros;
  private final float[] sum;
  private final float[] addend;

  /**
   * @param offsets o₁, …, o_K in ascending order
   * @param input x, [T * B, width]
   * @param carry the carried states, of the widths {@link #stateWidths}
   */
  InputWindow(PassMemory memory, List<Integer> offsets, Operand input, List<Matrix> carry) {
    this.offsets = offsets.stream().mapToInt(Integer::intValue).toArray();
    this.input = input.matrix();
    width = input.columns();
    output = memory.activations(this.offsets.length * width);
    carried = carriedSteps(offsets);
    looksAhead = this.offsets[this.offsets.length - 1] > 0;
    history = carried > 0 ? Optional.of(new InputHistory(carried, width, carry)) : Optional.empty();
    windows = new boolean[memory.positions()];
    zeros = new float[output.columns()];
    sum = new float[width];
    addend = new float[width];
  }

  /** Returns the widths of the carried states. */
  static List<Integer> stateWidths(List<Integer> offsets, int width) {
    return InputHistory.stateWidths(carriedSteps(offsets), width);
  }

  private static int carriedSteps(List<Integer> offsets) {
    return Math.max(0, -offsets.get(0));
  }

  /** Returns the width of an input. */
  int inputWidth() {
    return width;
  }

  /** Returns the rows of the windows, [T * B, K * width]. */
  Operand output() {
    return output;
  }

  /**
   * Finds the inputs that the windows of some steps consist of, and those that are carried. Nothing
   * is carried if the sequence is known to end, because no step is read ahead.
   *
   * @param used [T * B], whether each window is used; replaced by whether each input is
   */
  void restrict(Chunk chunk, boolean[] used) {
    System.arraycopy(used, 0, windows, 0, windows.length);
    Arrays.fill(used, false);
    LaneSpan.forEach(
        chunk,
        span -> {
          useInputs(span, used);
          if (!looksAhead || span.end() > chunk.advance()) {
            useCarried(span.before(chunk.advance()), used);
          }
        });
  }

  private void useInputs(LaneSpan span, boolean[] used) {
    for (int t = span.first(); t < span.end(); t++) {
      for (int offset : offsets) {
        if (windows[span.position(t)] && span.contains(t + offset)) {
          used[span.position(t + offset)] = true;
        }
      }
    }
  }

  private void useCarried(LaneSpan span, boolean[] used) {
    for (int t = Math.max(span.first(), span.end() - carried); t < span.end(); t++) {
      used[span.position(t)] = true;
    }
  }

  /**
   * Copies the inputs of the used steps of a chunk to their rows, and carries the inputs on. Rows
   * of padding and of absent steps are zero.
   */
  void forward(Chunk chunk, UsedSteps steps) {
    LaneSpan.forEach(
        chunk,
        span -> {
          boolean advances = span.first() < chunk.advance() && history.isPresent();
          if (advances && chunk.resets()[span.position(span.first())]) {
            history.get().clear(span.lane());
          }
          fill(span, steps);
          if (advances) {
            history.get().add(span.before(chunk.advance()), input);
          }
        });
    for (int row = steps.count(); row < steps.padded(); row++) {
      clearRow(row);
    }
    output.rows(0, steps.padded()).refresh();
  }

  private void fill(LaneSpan span, UsedSteps steps) {
    for (int t = span.first(); t < span.end(); t++) {
      int row = steps.row(span.position(t));
      if (row != UsedSteps.NONE) {
        fillRow(row, span, t);
      }
    }
    int row = steps.row(span.position(span.first()));
    if (span.isEmpty() && row != UsedSteps.NONE) {
      clearRow(row);
    }
  }

  private void fillRow(int row, LaneSpan span, int t) {
    Matrix to = output.matrix();
    int index = row * zeros.length;
    for (int offset : offsets) {
      int step = t + offset;
      if (span.contains(step)) {
        to.copy(index, input, span.position(step) * width, width);
      } else if (step < span.first() && history.isPresent()) {
        history.get().copy(span.lane(), span.first() - step, to, index);
      } else {
        to.put(index, zeros, width);
      }
      index += width;
    }
  }

  private void clearRow(int row) {
    output.matrix().put(row * zeros.length, zeros, zeros.length);
  }

  /**
   * Adds the gradients of the windows to those of the inputs. The gradient stops at the start of a
   * chunk.
   *
   * @param from the gradients of the rows of the windows, [T * B, K * width]
   * @param to the gradients of the inputs, [T * B, width]
   */
  void addGradient(Chunk chunk, UsedSteps steps, Matrix from, Matrix to) {
    LaneSpan.forEach(
        chunk,
        span -> {
          for (int t = span.first(); t < span.end(); t++) {
            to.get(span.position(t) * width, sum, width);
            addWindows(span, t, steps, from);
            to.put(span.position(t) * width, sum, width);
          }
        });
  }

  /**
   * Stores the gradients of the inputs, which are zero where no window contains an input.
   *
   * @param from the gradients of the rows of the windows, [T * B, K * width]
   * @param to the gradients of the inputs, [T * B, width]
   */
  void putGradient(Chunk chunk, UsedSteps steps, Matrix from, Matrix to) {
    LaneSpan.forEach(
        chunk,
        span -> {
          if (span.isEmpty()) {
            to.put(span.position(span.first()) * width, zeros, width);
          }
          for (int t = span.first(); t < span.end(); t++) {
            Arrays.fill(sum, 0);
            addWindows(span, t, steps, from);
            to.put(span.position(t) * width, sum, width);
          }
        });
  }

  /** Adds the gradients of an input in all windows that contain it. */
  private void addWindows(LaneSpan span, int t, UsedSteps steps, Matrix from) {
    for (int k = 0; k < offsets.length; k++) {
      int windowStep = t - offsets[k];
      int row = span.contains(windowStep) ? steps.row(span.position(windowStep)) : UsedSteps.NONE;
      if (row != UsedSteps.NONE) {
        from.get(row * zeros.length + k * width, addend, width);
        Elementwise.addInPlace(sum, addend, width);
      }
    }
  }
}
