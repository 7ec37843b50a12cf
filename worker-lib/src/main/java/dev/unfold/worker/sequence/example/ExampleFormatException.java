package dev.unfold.worker.sequence.example;

import java.io.IOException;

/** Thrown if bytes are not an encoded example; the message names the fault and its byte. */
public final class ExampleFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public ExampleFormatException(String message) {
    super(message);
  }

  public ExampleFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
