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
public record States(List<Matrix> carry, Optional<Edge> start, Optional<Edge> end) {
  public States {
    carry = List.copyOf(carry);
  }

  /** States that are carried, and not seen by anything else. */
  public static States carried(List<Matrix> carry) {
    return new States(carry, Optional.empty(), Optional.empty());
  }

  /** Carried states that start from others. */
  public static States from(List<Matrix> carry, Edge start) {
    return new States(carry, Optional.of(start), Optional.empty());
  }

  /** Carried states whose last are used. */
  public static States to(List<Matrix> carry, Edge end) {
    return new States(carry, Optional.empty(), Optional.of(end));
  }

  /**
   * Those of a layer of several.
   *
   * @param firstState of the carry
   * @param firstEnd of the ends
   */
  public States of(Layer layer, int firstState, int firstEnd) {
    int count = layer.stateWidths().size();
    return new States(
        carry.subList(firstState, firstState + count),
        start.map(edge -> edge.part(firstState, count)),
        end.map(edge -> edge.part(firstEnd, layer.endWidths().size())));
  }
}
