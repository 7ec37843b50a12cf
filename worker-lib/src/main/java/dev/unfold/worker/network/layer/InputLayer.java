package dev.unfold.worker.network.layer;

import java.util.Optional;

/** The topology of the lowest layer of a stack, which reads a chunk. */
public interface InputLayer {
  /** Returns the width of its output. */
  int width();

  /** Returns its table if all that it does is to look up a row for each token. */
  default Optional<EmbeddingTable> table() {
    return Optional.empty();
  }

  /** Opens its forward half. */
  LayerForward open(PassMemory memory);
}
