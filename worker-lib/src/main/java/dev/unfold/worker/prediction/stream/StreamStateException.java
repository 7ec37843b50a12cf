package dev.unfold.worker.prediction.stream;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if bytes are not those of a state, or damaged; the message says what was found. */
public final class StreamStateException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  StreamStateException(String expected, String found) {
    super("the state cannot be read: expected " + expected + ", found " + found);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
