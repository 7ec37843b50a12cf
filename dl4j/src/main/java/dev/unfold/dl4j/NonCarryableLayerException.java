package dev.unfold.dl4j;

/** A layer of DL4J whose results depend on steps before a chunk in a way that cannot be carried. */
public final class NonCarryableLayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NonCarryableLayerException(CarryableLayers.Uncarried found) {
    super(
        "layer "
            + found.layer()
            + " is a "
            + found.kind()
            + ": expected layers whose state can be carried from chunk to chunk ("
            + CarryableLayers.named()
            + ")");
  }

  static void refuse(CarryableLayers.Uncarried found) {
    throw new NonCarryableLayerException(found);
  }
}
