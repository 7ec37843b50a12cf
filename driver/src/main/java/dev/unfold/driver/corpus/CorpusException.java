package dev.unfold.driver.corpus;

import java.io.IOException;

/** Text that cannot be used; the message says what is wrong and where. */
public final class CorpusException extends IOException {
  private static final long serialVersionUID = 1L;

  public CorpusException(String message) {
    super(message);
  }

  public CorpusException(String message, Throwable cause) {
    super(message, cause);
  }
}
