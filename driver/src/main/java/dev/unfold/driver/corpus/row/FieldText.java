package dev.unfold.driver.corpus.row;

import java.io.Serializable;
import java.util.Objects;

/**
 * A text of one of the fields of a row. It is an ordinary class, which Kryo can read. Its hash is
 * the same in every process, since Spark assigns it to tasks by hash.
 */
public final class FieldText implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The part of a row that a text belongs to. */
  public enum Source {
    INPUT,
    TARGET,
    /** A character of a word of the input. */
    CHARACTER
  }

  private final Source source;
  private final int column;
  private final String text;

  /**
   * @param column the index of the column among those of the source
   */
  public FieldText(Source source, int column, String text) {
    this.source = source;
    this.column = column;
    this.text = text;
  }

  public Source source() {
    return source;
  }

  public int column() {
    return column;
  }

  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldText that
        && source == that.source
        && column == that.column
        && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source.name(), column, text);
  }
}
