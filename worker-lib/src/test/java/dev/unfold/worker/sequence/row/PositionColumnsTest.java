package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import java.math.BigDecimal;
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
  void noNumberIsRefused() {
    assertThatThrownBy(() -> PositionColumns.text(Double.NaN))
        .isInstanceOf(BadValueException.class);
  }
}
