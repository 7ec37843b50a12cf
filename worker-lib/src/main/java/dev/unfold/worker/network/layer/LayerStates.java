package dev.unfold.worker.network.layer;

import dev.unfold.worker.tensor.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * The states of a layer, or of several, at the edges of a chunk.
 *
 * @param carry read before a chunk, replaced after it: one [B, width] for each of {@link
 *     Layer#stateWidths}
 * @param start what takes the place of the carry where a lane starts anew, as many; zeros if there
 *     is none. Its gradients are replaced by every backward
 * @param end takes the states after the last step, one for each of {@link Layer#endWidths}; its
 *     gradients are read by every backward, zeros if there is none
 */
public record LayerStates(List<Matrix> carry, Optional<StatePort> start, Optional<StatePort> end) {
  public LayerStates {
    carry = List.copyOf(carry);
  }

  /** States that are carried, and not seen by anything else. */
  public static LayerStates carried(List<Matrix> carry) {
    return new LayerStates(carry, Optional.empty(), Optional.empty());
  }

  /** Carried states that start from others. */
  public static LayerStates from(List<Matrix> carry, StatePort start) {
    return new LayerStates(carry, Optional.of(start), Optional.empty());
  }

  /** Carried states whose last are used. */
  public static LayerStates to(List<Matrix> carry, StatePort end) {
    return new LayerStates(carry, Optional.empty(), Optional.of(end));
  }

  /**
   * Returns the states of one layer out of those of several layers.
   *
   * @param firstState of the carry
   * @param firstEnd of the ends
   */
  public LayerStates of(Layer layer, int firstState, int firstEnd) {
    int count = layer.stateWidths().size();
    return new LayerStates(
        carry.subList(firstState, firstState + count),
        start.map(edge -> edge.part(firstState, count)),
        end.map(edge -> edge.part(firstEnd, layer.endWidths().size())));
  }
}
