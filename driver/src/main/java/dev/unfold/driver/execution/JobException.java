package dev.unfold.driver.execution;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** A Spark job that failed for good for a reason that is foreseen, in the words of its task. */
public final class JobException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /**
   * @param kind of the failure of the task
   */
  JobException(ErrorKind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
