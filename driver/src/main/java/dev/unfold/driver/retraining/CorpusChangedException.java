package dev.unfold.driver.retraining;

import java.io.IOException;

/**
 * Thrown when the files of a plan have changed, so that the plan was abandoned. Another plan can be
 * made immediately.
 */
final class CorpusChangedException extends IOException {
  private static final long serialVersionUID = 1L;

  CorpusChangedException(String message, Throwable cause) {
    super(message, cause);
  }
}
