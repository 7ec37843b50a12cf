package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.Excerpt;

/**
 * The input and target values of one row: text, a number, a boolean, a list of these, or null.
 *
 * @param place file and row, for messages
 * @param input value of the input's column
 * @param target value of the target's column; null where the target has none
 * @param linesPassedOver of the file that belong to the row and are no part of it by the format
 */
record TableRow(String place, Object input, Object target, long linesPassedOver) {
  CorpusException refused(String setting, String expected, String found) {
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

  /** Returns the refusal of a row that has nothing where training needs something. */
  CorpusException incomplete(String setting, String expected, String found) {
    return new CorpusException(
        refused(setting, expected, found).getMessage() + "; fill it in or leave the row out");
  }

  /** Returns the beginning of a value. */
  static String shown(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return Excerpt.of(text);
  }
}
