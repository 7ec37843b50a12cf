package dev.unfold.worker.network.layer;

import java.util.List;

/**
 * The layout of the states that a network carries from chunk to chunk.
 *
 * @param widths the widths of the states, layer by layer from the lowest, in each layer as its cell
 *     lists them
 */
public record CarryLayout(List<Integer> widths) {
  public CarryLayout {
    widths = List.copyOf(widths);
  }

  /** Returns the number of floats of one lane. */
  public long width() {
    return widths.stream().mapToLong(Integer::longValue).sum();
  }
}
