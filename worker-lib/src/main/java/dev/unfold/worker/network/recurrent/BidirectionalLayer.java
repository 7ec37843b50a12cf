package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.Layer;
import dev.unfold.worker.network.layer.LayerForward;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.parameters.ParameterLayout;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/**
 * Two recurrent layers over the same sequences, one of them from the last step to the first;
 * outputs side by side (Schuster and Paliwal 1997). Each lane is reversed by its own length.
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

  @Override
  public LayerForward open(PassMemory memory, Operand input, List<Matrix> carry) {
    return new BidirectionalForward(this, memory, input);
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
