package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * The states of one or several layers at the boundaries of a chunk.
 *
 * @param carry the carried states, read before a chunk and replaced by those after the steps that
 *     it advances: one [B, width] for each of {@link Layer#stateWidths}
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
}
