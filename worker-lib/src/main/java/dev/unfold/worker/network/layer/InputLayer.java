package dev.unfold.worker.network.layer;

/** The topology of the lowest layer of a stack, which reads a chunk. */
public interface InputLayer {
  /** Returns the width of its output. */
  int width();

  /** Opens its forward half. */
  LayerForward open(PassMemory memory);
}
