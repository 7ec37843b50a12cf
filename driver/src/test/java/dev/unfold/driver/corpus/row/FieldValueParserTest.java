package dev.unfold.driver.corpus.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueParserTest {
  @ParameterizedTest
  @ValueSource(strings = {"1,5", "-0,25", " ,5", "1.234,5", "1,5e-3"})
  void aDecimalCommaIsNamed(String number) {
    assertThatThrownBy(() -> FieldValueParser.vector(number))
        .hasMessageStartingWith(
            "expected a point before the decimals of numbers, found a comma in \"" + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "1;5", ",", "1,", "NaN", "1e999"})
  void otherTextIsNoNumber(String text) {
    assertThatThrownBy(() -> FieldValueParser.vector(text))
        .hasMessageStartingWith("expected finite numbers, found \"" + text);
  }

  @Test
  void numbersHaveAPoint() throws FieldValueParser.BadValueException {
    assertThat(FieldValueParser.vector(" -1.5e2").values()).containsExactly(-150);
  }
}
