package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.stack.LayerStack;
import dev.unfold.worker.network.start.Bridge;
import java.util.List;

/**
 * The encoder of a source and the bridges from its final states to the initial states of the
 * decoder.
 *
 * @param encoder the stack that reads the source; without layers for a vector, which is a sequence
 *     of one step
 * @param bridges the bridges from the final states of the encoder, or from the vector itself, to
 *     the initial states of the decoder; without bridges, a decoder starts from the final states of
 *     its encoder, or from zeros if the source is a vector
 * @param startWidths the widths of the states that the bridges compute
 */
public record SourceEncoder(LayerStack encoder, List<Bridge> bridges, List<Integer> startWidths) {
  public SourceEncoder {
    bridges = List.copyOf(bridges);
    startWidths = List.copyOf(startWidths);
  }

  /** Returns whether the source is a single vector. */
  boolean isVector() {
    return encoder.layers().isEmpty();
  }
}
