package dev.unfold.driver.corpus;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Text that cannot be used; the message says what is wrong and where. */
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

  /** A path that leads nowhere is a matter of the configuration, as its cause says. */
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
