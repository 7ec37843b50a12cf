package dev.unfold.worker.tensor;

/** Something is larger than a block of memory can be; the message says what. */
public final class OversizeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OversizeException(String message) {
    super(message);
  }
}
