package dev.unfold.worker.model;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** A file that is not what it should be; the message says where, what was expected and found. */
public final class ModelFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 100;

  private final ErrorKind kind;

  public ModelFormatException(String where, String expected, Object found) {
    this(ErrorKind.DATA, where, expected, found);
  }

  /** Creates an exception for a file that is valid, but not the expected one. */
  public ModelFormatException(ErrorKind kind, String where, String expected, Object found) {
    super(where + ": expected " + expected + ", found " + found);
    this.kind = kind;
  }

  /** Creates an exception with the message of another reader. */
  ModelFormatException(String where, String refusal, Throwable cause) {
    super(where + ": " + refusal, cause);
    kind = ErrorKind.DATA;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }

  /** Text of a file as it may stand in a message: quoted, and cut when it is long. */
  public static String quote(String text) {
    if (text.length() <= LONGEST_QUOTE) {
      return "\"" + text + "\"";
    }
    return "\"" + text.substring(0, LONGEST_QUOTE) + "…\" (" + text.length() + " characters)";
  }
}
