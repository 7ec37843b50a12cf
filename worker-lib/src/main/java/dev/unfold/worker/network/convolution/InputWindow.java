package dev.unfold.worker.network.convolution;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.tensor.Elementwise;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * The inputs at fixed offsets from each step, side by side: x(t + o₁), …, x(t + o_K). Steps before
 * the start and after the end of a sequence are zero.
 *
 * <p>If all offsets are in the past, the inputs that later chunks see are carried. A window with a
 * later step reads complete sequences and carries nothing.
 */
final class InputWindow {
  private final int[] offsets;
  private final Matrix input;
  private final int width;
  private final Operand output;
  private final Optional<InputHistory> history;
  private final float[] zeros;

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
    int length = carriedSteps(offsets);
    history = length > 0 ? Optional.of(new InputHistory(length, width, carry)) : Optional.empty();
    zeros = new float[output.columns()];
  }

  /** Returns the widths of the carried states. */
  static List<Integer> stateWidths(List<Integer> offsets, int width) {
    return InputHistory.stateWidths(carriedSteps(offsets), width);
  }

  private static int carriedSteps(List<Integer> offsets) {
    int first = offsets.get(0);
    int last = offsets.get(offsets.size() - 1);
    return last > 0 ? 0 : Math.max(0, -first);
  }

  /** Returns the width of an input. */
  int inputWidth() {
    return width;
  }

  /** Returns the windows of all steps, [T * B, K * width]. */
  Operand output() {
    return output;
  }

  /** Copies the inputs of a chunk to the windows, and carries the inputs on. */
  void forward(Chunk chunk) {
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int end;
      for (int first = 0; first < chunk.steps(); first = Math.max(first + 1, end)) {
        end = first + chunk.length(lane, first);
        if (chunk.resets()[first * chunk.batch() + lane]) {
          clearHistory(lane);
        }
        fill(chunk.batch(), lane, first, end);
        if (end == first) {
          output.matrix().put((first * chunk.batch() + lane) * zeros.length, zeros, zeros.length);
        }
      }
    }
    output.rows(0, chunk.steps() * chunk.batch()).refresh();
  }

  private void clearHistory(int lane) {
    if (history.isPresent()) {
      history.get().clear(lane);
    }
  }

  /** Fills the windows of consecutive steps of a sequence. */
  private void fill(int batch, int lane, int first, int end) {
    Matrix windows = output.matrix();
    for (int t = first; t < end; t++) {
      int to = (t * batch + lane) * zeros.length;
      for (int offset : offsets) {
        int step = t + offset;
        if (step >= first && step < end) {
          windows.copy(to, input, (step * batch + lane) * width, width);
        } else if (step < first && history.isPresent()) {
          history.get().copy(lane, first - step, windows, to);
        } else {
          windows.put(to, zeros, width);
        }
        to += width;
      }
    }
    if (history.isPresent()) {
      history.get().add(lane, input, batch, first, end);
    }
  }

  /**
   * Adds the gradients of the windows to those of the inputs. The gradient stops at the start of a
   * chunk.
   *
   * @param from the gradients of the windows, [T * B, K * width]
   * @param to the gradients of the inputs, [T * B, width]
   */
  void addGradient(Chunk chunk, Matrix from, Matrix to) {
    float[] sum = new float[width];
    float[] addend = new float[width];
    for (int lane = 0; lane < chunk.batch(); lane++) {
      int end;
      for (int first = 0; first < chunk.steps(); first = Math.max(first + 1, end)) {
        end = first + chunk.length(lane, first);
        for (int t = first; t < end; t++) {
          int row = (t * chunk.batch() + lane) * width;
          to.get(row, sum, width);
          for (int k = 0; k < offsets.length; k++) {
            int seenFrom = t - offsets[k];
            if (seenFrom >= first && seenFrom < end) {
              int window = (seenFrom * chunk.batch() + lane) * zeros.length;
              from.get(window + k * width, addend, width);
              Elementwise.addInPlace(sum, addend, width);
            }
          }
          to.put(row, sum, width);
        }
      }
    }
  }
}
