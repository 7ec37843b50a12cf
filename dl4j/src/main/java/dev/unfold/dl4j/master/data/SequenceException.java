package dev.unfold.dl4j.master.data;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;

/** Thrown if sequence positions do not define an order of training; the message names them. */
public final class SequenceException extends IllegalArgumentException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  public SequenceException(String message) {
    super(message);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
