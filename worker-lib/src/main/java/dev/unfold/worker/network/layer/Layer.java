package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** The topology of one layer of a stack. */
public interface Layer {
  /** Widths of the states it carries from chunk to chunk. */
  List<Integer> stateWidths();

  /** Widths of the states that it ends a sequence with; those it carries, if it carries any. */
  default List<Integer> endWidths() {
    return stateWidths();
  }

  /**
   * Opens its forward half.
   *
   * @param input [T * B, in], filled and refreshed by the layer below
   * @param states one for each of {@link #stateWidths}
   */
  LayerForward open(PassMemory memory, Operand input, LayerStates states);
}
