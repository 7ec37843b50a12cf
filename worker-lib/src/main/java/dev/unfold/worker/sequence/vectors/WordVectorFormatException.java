package dev.unfold.worker.sequence.vectors;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/**
 * Thrown if a file is not a valid one of word vectors; the message names the file and the place.
 */
public final class WordVectorFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  WordVectorFormatException(String place, String expected, Object found) {
    super(place + ": expected " + expected + ", found " + found);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
