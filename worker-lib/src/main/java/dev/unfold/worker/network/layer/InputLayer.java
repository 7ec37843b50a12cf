package dev.unfold.worker.network.layer;

/** The topology of what reads a chunk: the lowest part of a stack. */
public interface InputLayer {
  /** Width of what it hands to the layer above. */
  int width();

  /** Opens its forward half. */
  LayerForward open(PassMemory memory);
}
