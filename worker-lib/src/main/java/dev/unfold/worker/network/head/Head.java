package dev.unfold.worker.network.head;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.output.LossUnit;
import dev.unfold.worker.network.output.OutputDistribution;
import dev.unfold.worker.tensor.Operand;

/** The topology of a network's head, which computes output and loss from features. */
public interface Head {
  /** Returns what its outputs say about a target. */
  OutputDistribution distribution();

  /** Returns the unit of its losses. */
  LossUnit lossUnit();

  /**
   * Opens its forward half.
   *
   * @param features [T * B, H], filled and refreshed by the layer below
   */
  HeadForward open(PassMemory memory, Operand features);
}
