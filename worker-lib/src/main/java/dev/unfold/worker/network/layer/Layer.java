package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;

/** The topology of one layer of a stack. */
public interface Layer {
  /** Widths of the states it carries from chunk to chunk. */
  List<Integer> stateWidths();

  /**
   * Opens its forward half.
   *
   * @param input [T * B, in], filled and refreshed by the layer below
   * @param carry the states, one [B, width] for each of {@link #stateWidths}
   */
  LayerForward open(PassMemory memory, Operand input, List<Matrix> carry);
}
