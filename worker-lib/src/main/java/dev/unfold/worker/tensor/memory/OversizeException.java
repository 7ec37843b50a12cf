package dev.unfold.worker.tensor.memory;

/** Thrown if something exceeds the maximum size of a block of memory; the message names it. */
public final class OversizeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OversizeException(String message) {
    super(message);
  }
}
