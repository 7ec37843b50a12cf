package dev.unfold.worker.sequence.subword;

import dev.unfold.worker.error.ClassifiedError;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;

/** Thrown if a {@code tokenizer.json} is damaged or has a part that Unfold does not have. */
public final class TokenizerFormatException extends IOException implements ClassifiedError {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  TokenizerFormatException(String expected, String found) {
    super("expected " + expected + ", found " + found);
    this.expected = expected;
    this.found = found;
  }

  /** Returns what a file must have. */
  public String expected() {
    return expected;
  }

  /** Returns what it has instead. */
  public String found() {
    return found;
  }

  @Override
  public ErrorKind kind() {
    return ErrorKind.DATA;
  }
}
