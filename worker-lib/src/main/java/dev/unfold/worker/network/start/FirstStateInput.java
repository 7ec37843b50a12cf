package dev.unfold.worker.network.start;

import dev.unfold.worker.network.layer.InputLayer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import java.util.List;

/**
 * Inputs some of which determine the initial states of the layers above, s = tanh(v W + b): where a
 * sequence begins, v is the concatenation of these inputs at its first step. The other inputs, and
 * those that are read in both ways, are read at each step.
 *
 * <p>A lane begins at most one sequence in a chunk, at any of its steps.
 *
 * @param inputs all inputs
 * @param steps the columns of the inputs that are read at each step
 * @param first the columns of those that determine the initial states
 * @param bridge the map from v to all initial states together
 * @param stateWidths the widths of the initial states
 */
public record FirstStateInput(
    InputLayer inputs,
    List<ColumnRange> steps,
    List<ColumnRange> first,
    Bridge bridge,
    List<Integer> stateWidths)
    implements InputLayer {
  public FirstStateInput {
    steps = List.copyOf(steps);
    first = List.copyOf(first);
    stateWidths = List.copyOf(stateWidths);
  }

  @Override
  public int width() {
    return ColumnRange.width(steps);
  }

  @Override
  public LayerForward open(PassMemory memory) {
    LayerForward all = inputs.open(memory);
    return new FirstStateForward(memory, all, steps, first, bridge, stateWidths);
  }
}
