package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.LaneBlocks.LaneBlock;
import java.util.List;

/**
 * What the forward and the backward half of a recurrent layer share.
 *
 * @param projection the products W x(t)
 * @param states the states at the boundaries of a chunk
 * @param blocks the blocks of lanes, which the backward half uses again
 * @param saved what the forward half saves for the backward half
 */
record RecurrentPass(
    RecurrentWeights weights,
    PassMemory memory,
    InputProjection projection,
    LayerStates states,
    List<LaneBlock> blocks,
    SavedActivations saved) {
  /** Allocates the blocks and the activations. */
  static RecurrentPass of(
      RecurrentWeights weights, PassMemory memory, InputProjection projection, LayerStates states) {
    Cell cell = weights.cell();
    int hidden = weights.hidden();
    return new RecurrentPass(
        weights,
        memory,
        projection,
        states,
        LaneBlocks.of(cell, memory.batch(), hidden),
        new SavedActivations(cell, hidden, memory, states.start()));
  }
}
