package dev.unfold.worker.sequence;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/**
 * Thrown if a word is longer than {@link Vocabulary#MAX_TOKEN_BYTES}; such a text does not consist
 * of words.
 */
public final class WordTooLongException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  public WordTooLongException() {
    super("a word longer than " + Vocabulary.MAX_TOKEN_BYTES + " bytes");
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
