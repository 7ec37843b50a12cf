package dev.unfold.worker.sequence.example;

import java.io.IOException;

/** Bytes that cannot be an example; the message says what is wrong and at which byte. */
public final class ExampleFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public ExampleFormatException(String message) {
    super(message);
  }

  public ExampleFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
