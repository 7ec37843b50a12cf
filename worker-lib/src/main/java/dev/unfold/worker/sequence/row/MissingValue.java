package dev.unfold.worker.sequence.row;

import dev.unfold.worker.settings.corpus.Whitespace;
import java.util.List;

/** Tells which values of a table are missing. */
final class MissingValue {
  private MissingValue() {}

  /** Returns whether a value is null or an empty text. */
  static boolean is(Object value) {
    return value == null || (value instanceof String text && text.isEmpty());
  }

  /** Returns whether a value in the place of a number is null, NaN or a blank text. */
  static boolean isNumber(Object value) {
    if (value instanceof String text) {
      return Whitespace.isBlank(text) || Whitespace.strip(text).equalsIgnoreCase("nan");
    }
    return value == null || (value instanceof Number number && Double.isNaN(number.doubleValue()));
  }

  /**
   * Returns whether a target is missing: null, an empty text or, of numbers, NaN or a frame of
   * nothing else.
   *
   * @param isNumeric whether the target is a number or a list of numbers
   */
  static boolean isTarget(Object value, boolean isNumeric) {
    if (value instanceof List<?> list) {
      return isNumeric && !list.isEmpty() && list.stream().allMatch(MissingValue::isNumber);
    }
    return isNumeric ? isNumber(value) : is(value);
  }
}
