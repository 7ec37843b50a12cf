package dev.unfold.worker.sequence;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if text cannot be used; the message gives the defect and its location. */
public final class CorpusException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;

  public CorpusException(String message) {
    this(ErrorKind.DATA, message);
  }

  /**
   * Creates an exception for settings that do not fit the text, such as a column that a table does
   * not have.
   */
  public CorpusException(ErrorKind kind, String message) {
    super(message);
    this.kind = kind;
  }

  /**
   * Creates an exception of the same kind as its cause, such as a configuration error for a path
   * that does not exist.
   */
  public CorpusException(String message, Throwable cause) {
    super(message, cause);
    boolean known = cause instanceof ClassifiedError;
    kind = known ? ((ClassifiedError) cause).kind() : ErrorKind.DATA;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }
}
