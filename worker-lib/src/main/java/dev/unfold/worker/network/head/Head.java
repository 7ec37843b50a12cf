package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.tensor.Operand;

/** The topology of a network's head, which computes output and loss from features. */
public interface Head {
  /**
   * Opens its forward half.
   *
   * @param features [T * B, H], filled and refreshed by the layer below
   */
  HeadForward open(PassMemory memory, Operand features);
}
