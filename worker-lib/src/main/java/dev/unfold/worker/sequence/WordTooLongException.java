package dev.unfold.worker.sequence;

import java.io.IOException;

/** A word longer than {@link Vocabulary#MAXIMUM_TOKEN_BYTES}; text of that kind is not words. */
public final class WordTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  public WordTooLongException() {
    super("a word longer than " + Vocabulary.MAXIMUM_TOKEN_BYTES + " bytes");
  }
}
