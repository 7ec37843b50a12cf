package dev.unfold.driver.retraining;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/**
 * Thrown when the files of a plan have changed, so that the plan was abandoned. Another plan can be
 * made immediately.
 */
final class CorpusChangedException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  CorpusChangedException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.STORAGE;
  }
}
