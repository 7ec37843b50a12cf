package dev.unfold.worker.tensor.memory;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;

/**
 * Thrown if a machine cannot perform the computation of a task; the message says what to change on
 * it.
 */
public final class MachineException extends RuntimeException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  public MachineException(String message) {
    super(message);
  }

  public MachineException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.STORAGE;
  }
}
