package dev.unfold.worker.sequence.example;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if bytes are not an encoded example; the message names the fault and its byte. */
public final class ExampleFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  public ExampleFormatException(String message) {
    super(message);
  }

  public ExampleFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
