package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;

/** The topology of one layer of a stack. */
public interface Layer {
  /** Widths of the states it carries from chunk to chunk. */
  List<Integer> stateWidths();

  /**
   * Opens its forward half.
   *
   * @param carry the states, one [B, width] for each of {@link #stateWidths}
   */
  LayerForward open(PassMemory memory, List<Matrix> carry);
}
