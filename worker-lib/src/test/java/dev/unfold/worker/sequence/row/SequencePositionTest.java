package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequencePositionTest {
  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "1500-03-01", "1582-10-15", "2026-03-29"})
  void aTimeIsTheSameWhateverItsTypeIs(String day) throws BadValueException {
    Timestamp timestamp = Timestamp.valueOf(day + " 00:00:00");
    LocalDateTime local = LocalDateTime.parse(day + "T00:00:00");
    Object instant = local.atZone(ZoneId.systemDefault()).toInstant();

    assertThat(SequencePosition.number(timestamp))
        .isEqualByComparingTo(SequencePosition.number(instant));
    assertThat(TimeValues.of(List.of(timestamp)).values())
        .isEqualTo(TimeValues.of(List.of(instant)).values());
    assertThat(SequencePosition.number(Date.valueOf(day)))
        .isEqualByComparingTo(SequencePosition.number(day))
        .isEqualByComparingTo(SequencePosition.number(local));
  }
}
