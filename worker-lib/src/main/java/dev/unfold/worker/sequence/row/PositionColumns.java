package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.sequence.value.WholeNumber;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.Serializable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
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

  private static final String TEXTS = "a text, a whole number, a boolean or a date";

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

  /** Returns a text, a whole number, a boolean or a date as a text. */
  static String text(Object value) throws BadValueException {
    if (value instanceof Date date) {
      return date.toLocalDate().toString();
    }
    if (value instanceof LocalDate) {
      return value.toString();
    }
    if (value instanceof Timestamp || value instanceof Instant || value instanceof LocalDateTime) {
      throw new BadValueException(
          TEXTS, TableRow.shown(value) + "; cast the column to a date or a text");
    }
    if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
      return wholeNumber((Number) value);
    }
    return FieldValueParser.label(value, false).get(0);
  }

  private static String wholeNumber(Number number) throws BadValueException {
    String digits =
        WholeNumber.isLong(number)
            ? ", which has more than " + WholeNumber.MAX_DIGITS + " digits"
            : "";
    return WholeNumber.text(number)
        .orElseThrow(
            () ->
                new BadValueException(
                    TEXTS, TableRow.shown(number) + digits + "; cast the column to a text"));
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
