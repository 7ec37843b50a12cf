package dev.unfold.worker.network.decoder;

import dev.unfold.worker.network.layer.PassMemory;
import dev.unfold.worker.network.stack.LayerStack;
import java.util.List;

/**
 * The encoder of a source and the bridges from its final states to the initial states of the
 * decoder.
 *
 * @param encoder what reads it; no layers for a vector, which is a sequence of one step
 * @param bridges from the states that the encoder ends with, or from the vector itself, to those
 *     that the decoder starts with; where there are none, a decoder starts with the states of its
 *     encoder, and with zeros over a vector
 * @param startWidths of the states that the bridges make
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

  /**
   * Opens the forward half.
   *
   * @param memory of the decoder
   */
  public SourceEncoderForward open(PassMemory memory) {
    return new SourceEncoderForward(this, memory);
  }
}
