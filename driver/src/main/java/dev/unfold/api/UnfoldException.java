package dev.unfold.api;

import dev.unfold.driver.operation.ErrorMessages;
import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;

/**
 * Thrown if Unfold cannot do what was requested. The message is the one that the command line would
 * print: it says what failed, where, what was expected, and what to do; several faults of a
 * configuration are on one line each. Option names in it, such as {@code --output}, are those of
 * the command of the same purpose.
 *
 * <p>Nothing that was committed is lost: a run that failed resumes from its last checkpoint.
 */
public final class UnfoldException extends RuntimeException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  UnfoldException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** Creates an error with the kind and the message of its cause. */
  public UnfoldException(Exception cause) {
    super(ErrorMessages.of(cause), cause);
    kind = ClassifiedError.kindOf(cause);
  }

  /**
   * Returns the kind of this error, which says who can fix it and whether another attempt may
   * succeed: {@link ErrorKind#STORAGE} may pass, {@link ErrorKind#INTERNAL} is a defect of Unfold.
   */
  @Override
  public ErrorKind kind() {
    return kind;
  }
}
