package dev.unfold.worker.tensor;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;

/** A machine cannot compute as a task needs it; the message says what to change there. */
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
