package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/**
 * States that one part of a network passes to another, and the gradients that it receives in
 * return.
 *
 * @param values one [B, width] for each state
 * @param gradients the gradients, which have the same shapes; the consumers of the values add to
 *     them
 */
public record StatePort(List<Matrix> values, List<Matrix> gradients) {
  public StatePort {
    values = List.copyOf(values);
    gradients = List.copyOf(gradients);
  }

  /** Creates states of zeros. */
  public static StatePort of(PassMemory memory, List<Integer> widths) {
    return new StatePort(matrices(memory, widths), matrices(memory, widths));
  }

  private static List<Matrix> matrices(PassMemory memory, List<Integer> widths) {
    return widths.stream().map(width -> memory.workspace().matrix(memory.batch(), width)).toList();
  }

  /** Returns {@code count} consecutive states. */
  public StatePort part(int from, int count) {
    return new StatePort(values.subList(from, from + count), gradients.subList(from, from + count));
  }

  /** Sets the gradients to zero. */
  public void clearGradients() {
    for (int i = 0; i < gradients.size(); i++) {
      gradients.get(i).clear();
    }
  }
}
