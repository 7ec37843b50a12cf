package dev.unfold.worker.sequence;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if a file is not a valid vocabulary; the message names the line, from 1. */
public final class VocabularyFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final long line;

  public VocabularyFormatException(long line, String reason) {
    super("vocabulary, line " + line + ": " + reason);
    this.line = line;
  }

  public long line() {
    return line;
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
