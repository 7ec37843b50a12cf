package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.network.layer.LayerStates;
import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.recurrent.LaneBlocks.LaneBlock;
import dev.unfold.worker.network.regularization.DroppedWeight;
import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import java.util.List;
import java.util.Optional;

/**
 * What the forward and the backward half of a recurrent layer share.
 *
 * @param projection the products W x(t)
 * @param states the states at the boundaries of a chunk
 * @param dropped U with elements dropped, if they are
 * @param recurrentWeight U as the passes over a chunk use it
 * @param blocks the blocks of lanes, which the backward half uses again
 * @param saved what the forward half saves for the backward half
 */
record RecurrentPass(
    RecurrentWeights weights,
    PassMemory memory,
    InputProjection projection,
    LayerStates states,
    Optional<DroppedWeight> dropped,
    Operand recurrentWeight,
    List<LaneBlock> blocks,
    SavedActivations saved) {
  /** Allocates the blocks and the activations. */
  static RecurrentPass of(
      RecurrentWeights weights, PassMemory memory, InputProjection projection, LayerStates states) {
    Cell cell = weights.cell();
    int hidden = weights.hidden();
    Optional<DroppedWeight> dropped =
        weights.dropout() > 0
            ? Optional.of(new DroppedWeight(weights.recurrent(), weights.dropout(), memory))
            : Optional.empty();
    Matrix weight =
        dropped
            .map(DroppedWeight::matrix)
            .orElseGet(() -> weights.recurrent().in(memory.parameters()));
    return new RecurrentPass(
        weights,
        memory,
        projection,
        states,
        dropped,
        memory.gemm().operand(weight, memory.workspace()),
        LaneBlocks.of(cell, memory.batch(), hidden),
        new SavedActivations(cell, hidden, memory, states.start()));
  }
}
