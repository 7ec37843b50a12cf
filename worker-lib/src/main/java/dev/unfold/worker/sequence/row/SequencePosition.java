package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import dev.unfold.worker.sequence.value.Timestamps;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/**
 * The sequence of a row and its position there, as bytes: positions of the same sequence are
 * adjacent and in order if the bytes are compared without signs.
 *
 * <p>The bytes are the length of what follows up to the order, for each column that identifies the
 * sequence the length of its text and the text, and for each column of the order a number: the
 * nearest double in 8 bytes that compare like it, that of the difference from it, and that of the
 * difference which is left. So they compare like the numbers up to their 48th digit: whole numbers
 * of 38 digits and times with nanoseconds are exact.
 */
public final class SequencePosition {
  /** The number of doubles whose sum is a number of the order. */
  private static final int DOUBLES = 3;

  private static final int ORDER_BYTES = DOUBLES * Long.BYTES;

  private SequencePosition() {}

  /**
   * Returns the position of a row.
   *
   * @param by the texts that identify the sequence
   * @param order the numbers that order the rows
   */
  static byte[] of(List<String> by, List<BigDecimal> order) {
    byte[][] texts = new byte[by.size()][];
    int length = 0;
    for (int i = 0; i < texts.length; i++) {
      texts[i] = by.get(i).getBytes(StandardCharsets.UTF_8);
      length += Integer.BYTES + texts[i].length;
    }
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + length + order.size() * ORDER_BYTES);
    bytes.putInt(length);
    for (byte[] text : texts) {
      bytes.putInt(text.length).put(text);
    }
    order.forEach(number -> put(number, bytes));
    return bytes.array();
  }

  /** Returns a number, or the seconds of a timestamp since 1970. */
  static BigDecimal number(Object value) throws BadValueException {
    if (value instanceof Timestamp timestamp) {
      return seconds(Timestamps.instant(timestamp));
    }
    if (value instanceof Instant instant) {
      return seconds(instant);
    }
    if (value instanceof LocalDateTime local) {
      return seconds(local.toInstant(ZoneOffset.UTC));
    }
    if (value instanceof Date date) {
      return seconds(date.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    if (value instanceof LocalDate date) {
      return seconds(date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }
    String text = Whitespace.strip(value.toString());
    try {
      if (value instanceof Number || value instanceof String) {
        return finite(new BigDecimal(text), text);
      }
    } catch (NumberFormatException e) {
      return timestamp(text);
    }
    throw unusable(text);
  }

  private static BigDecimal finite(BigDecimal number, String text) throws BadValueException {
    if (Double.isInfinite(number.doubleValue())) {
      throw new BadValueException(
          "a number between " + -Double.MAX_VALUE + " and " + Double.MAX_VALUE,
          TableRow.shown(text));
    }
    return number;
  }

  private static BigDecimal timestamp(String text) throws BadValueException {
    String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
    try {
      if (iso.indexOf('T') < 0) {
        return seconds(LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC));
      }
      boolean zoned =
          iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
      return seconds(
          zoned
              ? OffsetDateTime.parse(iso, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      throw unusable(text);
    }
  }

  private static BadValueException unusable(String text) {
    return new BadValueException(
        "a number or a timestamp as in 2026-01-31T23:59:59.5", TableRow.shown(text));
  }

  private static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .add(BigDecimal.valueOf(instant.getNano(), 9));
  }

  private static void put(BigDecimal number, ByteBuffer bytes) {
    BigDecimal rest = number;
    for (int i = 0; i < DOUBLES; i++) {
      double nearest = rest.doubleValue();
      bytes.putLong(sortable(nearest));
      if (i < DOUBLES - 1 && rest.signum() != 0) {
        rest = rest.subtract(new BigDecimal(nearest));
      }
    }
  }

  /** Returns bits that compare without signs like the numbers. */
  private static long sortable(double number) {
    long bits = Double.doubleToLongBits(number + 0.0);
    return bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE);
  }

  /** Returns the number of bytes that identify the sequence, at the start of a position. */
  public static int sequenceBytes(byte[] position) {
    return Integer.BYTES + ByteBuffer.wrap(position).getInt();
  }

  /**
   * Returns the number of bytes of a position that others follow.
   *
   * @param orderColumns the number of columns of the order
   */
  public static int bytes(byte[] position, int orderColumns) {
    return sequenceBytes(position) + orderColumns * ORDER_BYTES;
  }

  /**
   * Returns whether a step belongs to the same sequence as the step before it.
   *
   * @param gap the largest distance of two steps by the first column of the order; 0 if any is
   *     possible
   */
  public static boolean continues(byte[] before, byte[] step, double gap) {
    int length = sequenceBytes(before);
    return length == sequenceBytes(step)
        && Arrays.equals(before, 0, length, step, 0, length)
        && (gap == 0 || first(step) - first(before) <= gap);
  }

  /** Returns the first number of the order. */
  public static double first(byte[] position) {
    long bits = ByteBuffer.wrap(position).getLong(sequenceBytes(position));
    return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
  }
}
