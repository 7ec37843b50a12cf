package dev.unfold.worker.sequence.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00",
        "1500-03-01T12:30:00",
        "1500-02-28T23:59:59.999999",
        "1582-10-04T23:59:59",
        "1582-10-15T00:00:00",
        "1899-12-31T23:59:59.000001",
        "1900-01-01T00:00:00",
        "1969-12-31T23:59:59.5",
        "9999-12-31T23:59:59.999999999"
      })
  void theFieldsOfATimestampAreThoseOfIso8601(String time) {
    Timestamp timestamp = Timestamp.valueOf(time.replace('T', ' '));
    assertThat(Timestamps.instant(timestamp))
        .isEqualTo(LocalDateTime.parse(time).atZone(ZoneId.systemDefault()).toInstant());
  }

  @ParameterizedTest
  @ValueSource(longs = {-9_000_000_000_000_000L, -70_000_000_000_000L})
  void timesBeforeTheYear1HaveTheirOrder(long millis) {
    assertThat(Timestamps.instant(new Timestamp(millis)))
        .isBefore(Timestamps.instant(new Timestamp(millis + 1)))
        .isBefore(Timestamps.instant(Timestamp.valueOf("0001-01-01 00:00:00")));
    assertThat(Timestamps.instant(new Timestamp(millis)).atOffset(ZoneOffset.UTC).getYear())
        .isNegative();
  }
}
