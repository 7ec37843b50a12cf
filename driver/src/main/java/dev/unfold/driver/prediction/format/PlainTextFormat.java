package dev.unfold.driver.prediction.format;

import dev.unfold.worker.sequence.value.Timestamps;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * Formats single values of tables as text: numbers with all their digits, very large and small ones
 * with an exponent, dates and times in ISO 8601 and UTC.
 */
final class PlainTextFormat {
  /** The maximum number of digits without an exponent; parsers of JSON refuse longer numbers. */
  private static final int MAX_DIGITS = 900;

  private PlainTextFormat() {}

  static String of(Object value) {
    if (value instanceof BigDecimal number) {
      long digits = Math.max(number.precision() - (long) number.scale(), number.scale());
      return digits > MAX_DIGITS ? number.toString() : number.toPlainString();
    }
    if (value instanceof Timestamp time) {
      return Timestamps.instant(time).toString();
    }
    if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value.toString();
  }
}
