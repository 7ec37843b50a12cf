package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.value.Timestamps;
import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
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
 * sequence the length of its text and the text, and for each column of the order a number: 8 bytes
 * that compare like the number, and 8 bytes of its difference from the nearest double.
 */
public final class SequencePosition {
  private static final int ORDER_BYTES = 2 * Long.BYTES;
  private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

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
    for (BigDecimal number : order) {
      double nearest = number.doubleValue();
      bytes.putLong(sortable(nearest)).putLong(rest(number, nearest) ^ Long.MIN_VALUE);
    }
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
        return new BigDecimal(text);
      }
    } catch (NumberFormatException e) {
      return timestamp(text);
    }
    throw unusable(text);
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

  /** Returns bits that compare without signs like the numbers. */
  private static long sortable(double number) {
    long bits = Double.doubleToLongBits(number + 0.0);
    return bits ^ ((bits >> (Long.SIZE - 1)) | Long.MIN_VALUE);
  }

  /** Returns the difference from the nearest double, in millionths, as far as it fits. */
  private static long rest(BigDecimal number, double nearest) {
    return Double.isInfinite(nearest)
        ? 0
        : number.subtract(new BigDecimal(nearest)).multiply(MICROS).longValue();
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
