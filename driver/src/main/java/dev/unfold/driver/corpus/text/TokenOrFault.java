package dev.unfold.driver.corpus.text;

import dev.unfold.worker.sequence.CorpusException;
import java.io.Serializable;

/**
 * A key of the counts of a text: a token, or a fault of the text, which a task returns as a result.
 * It is an ordinary class, which Kryo can read.
 */
final class TokenOrFault implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final boolean fault;

  private TokenOrFault(String text, boolean fault) {
    this.text = text;
    this.fault = fault;
  }

  static TokenOrFault token(String token) {
    return new TokenOrFault(token, false);
  }

  static TokenOrFault fault(CorpusException e) {
    return new TokenOrFault(e.getMessage(), true);
  }

  boolean isFault() {
    return fault;
  }

  /** Returns the token, or the message of the fault. */
  String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenOrFault that && fault == that.fault && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
