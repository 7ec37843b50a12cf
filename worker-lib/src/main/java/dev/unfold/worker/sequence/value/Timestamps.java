package dev.unfold.worker.sequence.value;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.util.Calendar;
import java.util.GregorianCalendar;

/**
 * The instants of timestamps of {@code java.sql}, as Spark has them: the fields of a timestamp in
 * the time zone of the process, which before 1582 are those of the Julian calendar for other
 * classes, are read in the calendar of ISO 8601.
 */
public final class Timestamps {
  /** The instant from which all time zones and both calendars agree, in milliseconds since 1970. */
  private static final long AGREED = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();

  private Timestamps() {}

  /** Returns the instant of a timestamp. */
  public static Instant instant(Timestamp time) {
    if (time.getTime() >= AGREED) {
      return time.toInstant();
    }
    Calendar fields = new GregorianCalendar();
    fields.setTimeInMillis(time.getTime());
    return LocalDateTime.of(
            fields.get(Calendar.YEAR),
            fields.get(Calendar.MONTH) + 1,
            1,
            fields.get(Calendar.HOUR_OF_DAY),
            fields.get(Calendar.MINUTE),
            fields.get(Calendar.SECOND),
            time.getNanos())
        .with(ChronoField.ERA, fields.get(Calendar.ERA))
        .plusDays(fields.get(Calendar.DAY_OF_MONTH) - 1L)
        .atZone(ZoneId.systemDefault())
        .toInstant();
  }
}
