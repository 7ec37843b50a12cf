package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.settings.corpus.Whitespace;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueParserTest {
  @Test
  void wordsAreSeparatedByTheWhiteSpaceOfTexts() throws Exception {
    for (int c = 1; c <= 0xFFFF; c++) {
      boolean candidate =
          Character.isSpaceChar(c) || Character.isWhitespace(c) || Character.isISOControl(c);
      String text = "x" + Character.toString(c) + "y";
      if ((candidate && c != '\n' && c != '\r') || c == 0x200B || c == 0xFEFF) {
        assertThat(FieldValueParser.words(text, false))
            .as("%x", c)
            .isEqualTo(Whitespace.words(text));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,5", "-0,25", " ,5", "1.234,5", "1,5e-3"})
  void aDecimalCommaIsNamed(String number) {
    assertThatThrownBy(() -> FieldValueParser.vector(number, false))
        .hasMessageStartingWith(
            "expected a point before the decimals of numbers, found a comma in \"" + number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "1;5", ",", "1,", "NaN", "1e999"})
  void otherTextIsNoNumber(String text) {
    assertThatThrownBy(() -> FieldValueParser.vector(text, false))
        .hasMessageStartingWith("expected finite numbers, found \"" + text);
  }

  @Test
  void numbersHaveAPoint() throws FieldValueParser.BadValueException {
    assertThat(vector(" -1.5e2", false)).containsExactly(-150);
  }

  @Test
  void whatIsMissingIsNotANumber() throws FieldValueParser.BadValueException {
    List<Object> values =
        Arrays.asList(1, null, "", " ", "NaN", " nan", Double.NaN, Float.NaN, "-0.5");

    assertThat(vector(values, true))
        .containsExactly(
            1,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            -0.5);
    for (Object value : values.subList(1, 8)) {
      assertThatThrownBy(() -> vector(Arrays.asList(1, value), false))
          .hasMessageStartingWith("expected finite numbers, found");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "none", "-", "Infinity", "1e999", "1,5"})
  void otherTextIsNotMissing(String text) {
    assertThatThrownBy(() -> vector(List.of(text), true)).hasMessageStartingWith("expected ");
  }

  @Test
  void aFrameThatIsMissingHasTheWidthOfTheOthers() throws FieldValueParser.BadValueException {
    List<Object> frames = Arrays.asList(null, List.of(1, 2), null, Arrays.asList(3, null));
    RawField.Numbers read = (RawField.Numbers) FieldValueParser.frames(frames, true);

    assertThat(read.width()).isEqualTo(2);
    assertThat(read.values())
        .containsExactly(Double.NaN, Double.NaN, 1, 2, Double.NaN, Double.NaN, 3, Double.NaN);
    assertThat(FieldValueParser.frames(Arrays.asList(null, null), true))
        .isEqualTo(new RawField.Missing(2));
    assertThatThrownBy(() -> FieldValueParser.frames(frames, false))
        .hasMessage("expected a list of numbers, found null");
    assertThatThrownBy(
            () -> FieldValueParser.frames(Arrays.asList(null, List.of(1), List.of(1, 2)), true))
        .hasMessage("expected frames of width 1, found one of width 2");
  }

  @Test
  void missingTextsAreOneEntry() throws FieldValueParser.BadValueException {
    List<Object> values = Arrays.asList("a", null, "");

    assertThat(FieldValueParser.categories(values, true))
        .isEqualTo(FieldValueParser.words(values, true))
        .containsExactly("a", Vocabulary.MISSING, Vocabulary.MISSING);
    assertThat(FieldValueParser.label(null, true)).containsExactly(Vocabulary.MISSING);
    assertThatThrownBy(() -> FieldValueParser.categories(values, false))
        .hasMessage("expected a text, found null");
  }

  @Test
  void aWholeNumberIsALabelWhateverItsTypeIs() throws FieldValueParser.BadValueException {
    BigDecimal id = new BigDecimal("12345678901234567890123456789012345678");
    assertThat(FieldValueParser.label(new BigDecimal("12.00"), false))
        .isEqualTo(FieldValueParser.label(12, false))
        .containsExactly("12");
    assertThat(FieldValueParser.categories(List.of(id, 7L, "x", true), false))
        .containsExactly(id.toString(), "7", "x", "true");
    for (Object number : List.of(new BigDecimal("1.5"), new BigDecimal("1E+2000"), 2.0, 2f)) {
      assertThatThrownBy(() -> FieldValueParser.label(number, false))
          .hasMessage(
              "expected a text, a boolean or a whole number of a decimal or integer type, found "
                  + number
                  + "; cast the column to one of them");
    }
  }

  @Test
  void tagsAreTextsWholeNumbersAndBooleans() throws FieldValueParser.BadValueException {
    assertThat(FieldValueParser.tags(List.of(1, true, "b", new BigDecimal("0.0"), 2L)))
        .containsExactly("1", "true", "b", "0", "2");
    assertThat(FieldValueParser.tags("a  1")).containsExactly("a", "1");
    for (Object other : List.of(1.5, "", List.of("a"))) {
      assertThatThrownBy(() -> FieldValueParser.tags(List.of(other)))
          .isInstanceOf(FieldValueParser.BadValueException.class);
    }
  }

  private static double[] vector(Object value, boolean nullable)
      throws FieldValueParser.BadValueException {
    return ((RawField.Numbers) FieldValueParser.vector(value, nullable)).values();
  }
}
