package dev.unfold.driver.execution;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/**
 * Thrown if a Spark job failed after all retries for an expected reason; the message is that of the
 * task.
 */
public final class JobException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /**
   * @param kind the kind of the failure of the task
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
