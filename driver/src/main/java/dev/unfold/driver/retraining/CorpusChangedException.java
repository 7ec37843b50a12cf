package dev.unfold.driver.retraining;

import java.io.IOException;

/**
 * What a plan was made of is not what it was, so that the plan was given up; another one can be
 * made at once.
 */
final class CorpusChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  CorpusChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
