package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionColumnsTest {
  @Test
  void aWholeNumberIsTheSameTextWhateverItsTypeIs() throws BadValueException {
    for (Object value : new Object[] {12L, 12.0, 12f, new BigDecimal("12.00"), "12"}) {
      assertThat(PositionColumns.text(value)).isEqualTo("12");
    }
    assertThat(PositionColumns.text(-0.0)).isEqualTo("0");
    assertThat(PositionColumns.text(new BigDecimal("1E+20"))).isEqualTo("1" + "0".repeat(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "1E+999999999", "-1E+20000", "1E-999999999", "100E2147483647"})
  void anotherNumberIsRefusedHoweverLargeItIs(String number) {
    assertThatThrownBy(() -> PositionColumns.text(new BigDecimal(number)))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void onlyANumberWithTooManyDigitsIsSaidToHaveThem() {
    String expected = "expected a text, a whole number, a boolean or a date, found ";
    assertThatThrownBy(() -> PositionColumns.text(Double.POSITIVE_INFINITY))
        .hasMessage(expected + "Infinity; cast the column to a text");
    assertThatThrownBy(() -> PositionColumns.text(new BigDecimal("1E-400")))
        .hasMessage(expected + "1E-400; cast the column to a text");
    assertThatThrownBy(() -> PositionColumns.text(new BigDecimal("-1E+1000")))
        .hasMessage(
            expected + "-1E+1000, which has more than 1000 digits; cast the column to a text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "1500-03-01", "1582-10-15", "2026-01-31"})
  void aDateIsItsText(String day) throws BadValueException {
    assertThat(PositionColumns.text(Date.valueOf(day)))
        .isEqualTo(PositionColumns.text(LocalDate.parse(day)))
        .isEqualTo(day);
  }

  @Test
  void aTimeIsRefusedWithAdvice() {
    assertThatThrownBy(() -> PositionColumns.text(Timestamp.valueOf("2026-01-31 00:00:00")))
        .hasMessage(
            "expected a text, a whole number, a boolean or a date, found 2026-01-31 00:00:00.0;"
                + " cast the column to a date or a text");
  }

  @Test
  void noNumberIsRefused() {
    assertThatThrownBy(() -> PositionColumns.text(Double.NaN))
        .isInstanceOf(BadValueException.class);
  }
}
