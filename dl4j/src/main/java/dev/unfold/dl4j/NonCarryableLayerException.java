package dev.unfold.dl4j;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;

/** Thrown for a DL4J layer whose dependence on steps before a chunk cannot be carried. */
public final class NonCarryableLayerException extends IllegalArgumentException
    implements ClassifiedError {
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

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
