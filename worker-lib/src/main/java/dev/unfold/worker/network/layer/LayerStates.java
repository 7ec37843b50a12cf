package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * The states of one or several layers at the boundaries of a chunk.
 *
 * @param carry the carried states, read before a chunk and replaced after it: one [B, width] for
 *     each of {@link Layer#stateWidths}
 * @param start the states that replace the carry of a lane that is reset, one for each of {@link
 *     Layer#finalStateWidths}; zeros if absent. Every backward pass replaces their gradients
 * @param end receives the states after the last step, one for each of {@link
 *     Layer#finalStateWidths}; every backward pass reads their gradients, which are zeros if absent
 */
public record LayerStates(List<Matrix> carry, Optional<StatePort> start, Optional<StatePort> end) {
  public LayerStates {
    carry = List.copyOf(carry);
  }

  /** Returns carried states that no other part of the network uses. */
  public static LayerStates carried(List<Matrix> carry) {
    return new LayerStates(carry, Optional.empty(), Optional.empty());
  }

  /** Returns carried states that start from given states. */
  public static LayerStates from(List<Matrix> carry, StatePort start) {
    return new LayerStates(carry, Optional.of(start), Optional.empty());
  }

  /** Returns carried states whose final values another part of the network uses. */
  public static LayerStates to(List<Matrix> carry, StatePort end) {
    return new LayerStates(carry, Optional.empty(), Optional.of(end));
  }

  /**
   * Returns the states of one layer out of those of several layers.
   *
   * @param firstState the index of the layer's first carried state
   * @param firstFinalState the index of the layer's first final state
   */
  public LayerStates ofLayer(Layer layer, int firstState, int firstFinalState) {
    int count = layer.finalStateWidths().size();
    return new LayerStates(
        carry.subList(firstState, firstState + layer.stateWidths().size()),
        start.map(port -> port.part(firstFinalState, count)),
        end.map(port -> port.part(firstFinalState, count)));
  }
}
