package dev.unfold.driver.corpus.row;

import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import scala.Tuple2;

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

  /**
   * Returns the texts of the fields of a row, each with the number 1: tokens, labels or, where
   * subwords are learned from them, words.
   *
   * @param withCharacters whether the characters of the words of the first input are read
   */
  public static Iterator<Tuple2<FieldText, Long>> counted(RawExample row, boolean withCharacters) {
    List<Tuple2<FieldText, Long>> texts = new ArrayList<>();
    List<RawField> inputs = row.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      add(Source.INPUT, i, inputs.get(i), texts);
    }
    add(Source.TARGET, 0, row.targetValues(), texts);
    if (withCharacters) {
      ((RawField.Texts) inputs.get(0))
          .texts().stream()
              .flatMapToInt(String::codePoints)
              .forEach(
                  character ->
                      texts.add(counted(Source.CHARACTER, 0, Character.toString(character))));
    }
    return texts.iterator();
  }

  private static void add(
      Source field, int column, RawField raw, List<Tuple2<FieldText, Long>> texts) {
    if (raw instanceof RawField.Texts fieldTexts) {
      fieldTexts.texts().forEach(text -> texts.add(counted(field, column, text)));
    }
  }

  private static Tuple2<FieldText, Long> counted(Source field, int column, String text) {
    return new Tuple2<>(new FieldText(field, column, text), 1L);
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
