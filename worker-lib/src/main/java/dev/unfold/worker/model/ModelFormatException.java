package dev.unfold.worker.model;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.json.PlainJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;

/**
 * Thrown if a file is not valid; the message names the file, the expected content and the actual
 * one.
 */
public final class ModelFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_QUOTE = 100;

  private final ErrorKind kind;

  public ModelFormatException(String where, String expected, Object actual) {
    this(ErrorKind.DATA, where, expected, actual);
  }

  /** Creates an exception for a file that is valid, but not the expected one. */
  public ModelFormatException(ErrorKind kind, String where, String expected, Object actual) {
    super(where + ": expected " + expected + ", found " + actual);
    this.kind = kind;
  }

  /** Creates an exception with the message of another reader. */
  ModelFormatException(String where, String refusal, Throwable cause) {
    super(where + ": " + refusal, cause);
    kind = ErrorKind.DATA;
  }

  /**
   * Returns the text of a file, which must be UTF-8.
   *
   * @param where the file, for messages
   */
  static String decode(String where, byte[] bytes) throws ModelFormatException {
    try {
      return PlainJson.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(where, "expected UTF-8, found other bytes", e);
    }
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }

  /** Returns the text of a file for a message: quoted, and truncated if it is long. */
  public static String quote(String text) {
    if (text.length() <= LONGEST_QUOTE) {
      return "\"" + text + "\"";
    }
    return "\"" + text.substring(0, LONGEST_QUOTE) + "…\" (" + text.length() + " characters)";
  }
}
