package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.CorpusException;
import dev.unfold.driver.corpus.Excerpt;

/**
 * What matters of one row: text, a number, a truth value, a list of such, or null.
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

  /** The beginning of a value. */
  static String shown(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return Excerpt.of(text);
  }
}
