package dev.unfold.driver.training.outcome;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Training cannot continue for a reason that the user can fix; the message names it. */
public class TrainingException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  /** Creates an exception whose cause lies in the corpus. */
  public TrainingException(String message) {
    this(ErrorKind.DATA, message);
  }

  public TrainingException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
