package dev.unfold.dl4j;

/** Thrown for a DL4J layer whose dependence on steps before a chunk cannot be carried. */
public final class NonCarryableLayerException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NonCarryableLayerException(CarryableLayers.NonCarryableLayer nonCarryable) {
    super(
        "layer "
            + nonCarryable.layer()
            + " is a "
            + nonCarryable.kind()
            + ": expected layers whose state can be carried from chunk to chunk ("
            + CarryableLayers.description()
            + ")");
  }

  static void refuse(CarryableLayers.NonCarryableLayer nonCarryable) {
    throw new NonCarryableLayerException(nonCarryable);
  }
}
