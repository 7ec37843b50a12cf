package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.source.CorpusException;
import dev.unfold.driver.corpus.source.Excerpt;

/**
 * The input and target values of one row: text, a number, a boolean, a list of these, or null.
 *
 * @param place the file and row, for messages
 * @param input the value of the input column
 * @param target the value of the target column; null if there is no such column
 * @param linesPassedOver the number of lines in the row that are not part of it by the format
 */
public record TableRow(String place, Object input, Object target, long linesPassedOver) {
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
            + shown(input)
            + (target == null ? "" : " and target " + shown(target)));
  }

  /** Returns an exception for a row that lacks a value that training needs. */
  CorpusException incomplete(String setting, String expected, String found) {
    return new CorpusException(
        refused(setting, expected, found).getMessage() + "; fill it in or leave the row out");
  }

  /** Returns the beginning of a value, for messages. */
  public static String shown(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return Excerpt.of(text);
  }
}
