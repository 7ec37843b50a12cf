package dev.unfold.worker.network.layer;

import java.util.List;

/**
 * The states that a network hands from chunk to chunk.
 *
 * @param widths of the states, layer by layer from the lowest, in each layer as its cell lists them
 */
public record CarryLayout(List<Integer> widths) {
  public CarryLayout {
    widths = List.copyOf(widths);
  }

  /** Floats of one lane. */
  public int width() {
    return widths.stream().mapToInt(Integer::intValue).sum();
  }
}
