package dev.unfold.driver.corpus.example;

import java.io.Serializable;
import java.util.Objects;

/**
 * A text of one of the fields of a row. It is an ordinary class, which Kryo can read. Its hash is
 * the same in every process, since Spark assigns it to tasks by hash.
 */
final class FieldText implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The part of a row that a text belongs to. */
  enum Source {
    INPUT,
    TARGET,
    /** A character of a word of the input. */
    LETTER
  }

  private final Source source;
  private final String text;

  FieldText(Source source, String text) {
    this.source = source;
    this.text = text;
  }

  Source source() {
    return source;
  }

  String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldText that && source == that.source && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source.name(), text);
  }
}
