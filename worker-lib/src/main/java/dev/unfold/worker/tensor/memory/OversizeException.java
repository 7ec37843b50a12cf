package dev.unfold.worker.tensor.memory;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;

/** Thrown if something exceeds the maximum size of a block of memory; the message names it. */
public final class OversizeException extends RuntimeException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  public OversizeException(String message) {
    super(message);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.CONFIGURATION;
  }
}
