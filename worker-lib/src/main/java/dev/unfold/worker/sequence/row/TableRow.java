package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import java.util.List;
import java.util.Optional;

/**
 * The values of the inputs and the target of one row: text, a number, a boolean, a list of these,
 * or null.
 *
 * @param place the file and row, for messages
 * @param inputs the values of the input columns
 * @param target the value of the target column; null if there is no such column
 * @param position the sequence of the row and its position there, as {@link SequencePosition} has
 *     it; empty if the row is an example
 * @param weight the weight of its targets in the loss of training; empty if the table has none
 * @param linesPassedOver the number of lines in the row that are not part of it by the format
 */
public record TableRow(
    String place,
    List<Object> inputs,
    Object target,
    byte[] position,
    Optional<Float> weight,
    long linesPassedOver) {
  /** Creates a row that is an example without a weight. */
  public TableRow(String place, List<Object> inputs, Object target, long linesPassedOver) {
    this(place, inputs, target, new byte[0], Optional.empty(), linesPassedOver);
  }

  /** Returns the row with other values of its inputs. */
  public TableRow withInputs(List<Object> values) {
    return new TableRow(place, values, target, position, weight, linesPassedOver);
  }

  /** Returns whether the row is a step of a sequence. */
  boolean isStep() {
    return position.length > 0;
  }

  public CorpusException refused(String setting, String expected, String found) {
    return new CorpusException(
        place
            + ": "
            + setting
            + ": expected "
            + expected
            + ", found "
            + found
            + ", in the row with input "
            + shown(inputs.size() == 1 ? inputs.get(0) : inputs)
            + (target == null ? "" : " and target " + shown(target)));
  }

  /** Returns an exception for a row that lacks a value that training needs. */
  CorpusException incomplete(String setting, String expected, String found) {
    return refused(setting, expected, found, "fill it in or leave the row out");
  }

  /** Returns an exception for a row that lacks a value which could be allowed to be missing. */
  CorpusException optional(String setting) {
    String remedy = "fill it in or leave the row out, or train with missing = fill or indicate";
    return refused(setting, "a value", "null", remedy);
  }

  /** Returns an exception for a row with a recording that has no samples. */
  CorpusException silent(String setting) {
    return refused(setting, "a recording with samples", "one without", "leave the row out");
  }

  private CorpusException refused(String setting, String expected, String found, String remedy) {
    return new CorpusException(refused(setting, expected, found).getMessage() + "; " + remedy);
  }

  /** Returns the beginning of a value, for messages. */
  public static String shown(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return Excerpt.of(text);
  }
}
