package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two recurrent layers over the same sequences, one of them from the last step to the first;
 * outputs side by side (Schuster and Paliwal 1997). Each sequence is reversed by its own length,
 * also where a lane holds several, each a start anew.
 *
 * <p>It sees whole sequences only and carries nothing from chunk to chunk.
 */
public final class BidirectionalLayer implements Layer {
  private final RecurrentLayer ahead;
  private final RecurrentLayer back;
  private final int hidden;

  /**
   * @param prefix of the names of its tensors
   * @param inputs width of its input
   * @param hidden H, of each direction
   */
  public BidirectionalLayer(
      ParameterLayout.Builder layout, String prefix, Cell cell, int inputs, int hidden) {
    ahead = new RecurrentLayer(layout, prefix, cell, inputs, hidden);
    back = new RecurrentLayer(layout, prefix + ".reverse", cell, inputs, hidden);
    this.hidden = hidden;
  }

  @Override
  public List<Integer> stateWidths() {
    return List.of();
  }

  /**
   * Returns the widths of the final states of the forward layer, then those of the backward layer,
   * which ends at the first step.
   */
  @Override
  public List<Integer> endWidths() {
    return Stream.of(ahead, back).flatMap(layer -> layer.endWidths().stream()).toList();
  }

  @Override
  public LayerForward open(PassMemory memory, Operand input, LayerStates states) {
    return new BidirectionalForward(this, memory, input, states);
  }

  RecurrentLayer ahead() {
    return ahead;
  }

  RecurrentLayer back() {
    return back;
  }

  /** H. */
  int hidden() {
    return hidden;
  }
}
