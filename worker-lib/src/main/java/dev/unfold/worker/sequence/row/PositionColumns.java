package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns that say which sequence a row belongs to, and where.
 *
 * @param by the indices of the columns that identify the sequence of a row
 * @param order the indices of the columns that order the rows of a sequence
 * @param sequence the names of both, and the gap
 */
public record PositionColumns(int[] by, int[] order, SequenceSettings sequence)
    implements Serializable {
  /** The end of the year 9999 in seconds since 1970: larger numbers are in another unit. */
  private static final BigDecimal LAST_SECOND = BigDecimal.valueOf(253_402_300_799L);

  /** The maximum number of digits of a whole number: 1e300 has 301 of them. */
  private static final int MAX_DIGITS = 1000;

  private interface Reading<T> {
    T read(Object value) throws BadValueException;
  }

  /**
   * Returns the position of a row.
   *
   * @param place the file and row, for messages
   * @param values the values of all columns
   * @throws CorpusException naming file, row and column if a value is missing or cannot be used
   */
  public byte[] position(String place, Object[] values) throws CorpusException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < by.length; i++) {
      String setting = "corpus.sequence.by, column " + sequence.by().get(i);
      texts.add(read(place, setting, values[by[i]], PositionColumns::text));
    }
    List<BigDecimal> numbers = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      String setting = "corpus.sequence.order, column " + sequence.order().get(i);
      boolean inSeconds = i == 0 && sequence.gap() > 0;
      numbers.add(read(place, setting, values[order[i]], value -> number(value, inSeconds)));
    }
    return SequencePosition.of(texts, numbers);
  }

  private static <T> T read(String place, String setting, Object value, Reading<T> reading)
      throws CorpusException {
    try {
      if (MissingValue.is(value)) {
        throw new BadValueException("a value", "none; fill it in or leave the row out");
      }
      return reading.read(value);
    } catch (BadValueException e) {
      throw new CorpusException(
          place + ": " + setting + ": expected " + e.expected() + ", found " + e.found());
    }
  }

  /** Returns a text, a whole number or a boolean as a text. */
  static String text(Object value) throws BadValueException {
    if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
      return wholeNumber(value.toString());
    }
    return FieldValueParser.label(value, false).get(0);
  }

  private static String wholeNumber(String text) throws BadValueException {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      if (number.scale() > 0) {
        throw notWhole(text);
      }
      if (number.precision() - (long) number.scale() > MAX_DIGITS) {
        throw new BadValueException("a whole number of at most " + MAX_DIGITS + " digits", text);
      }
      return number.toPlainString();
    } catch (ArithmeticException | NumberFormatException e) {
      throw notWhole(text);
    }
  }

  private static BadValueException notWhole(String text) {
    return new BadValueException("a text, a whole number or a boolean", text);
  }

  private static BigDecimal number(Object value, boolean inSeconds) throws BadValueException {
    BigDecimal number = SequencePosition.number(value);
    if (inSeconds && number.abs().compareTo(LAST_SECOND) > 0) {
      throw new BadValueException(
          "seconds since 1970 or a timestamp, since corpus.sequence.gap is in seconds",
          value + "; divide milliseconds by 1000");
    }
    return number;
  }
}
