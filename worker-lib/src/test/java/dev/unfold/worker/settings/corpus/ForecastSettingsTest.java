package dev.unfold.worker.settings.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings of forecasts of numbers, which no other target may have. */
class ForecastSettingsTest {
  private static TargetSettings target(TargetSettings.Kind kind, boolean difference, int season) {
    int width = kind == TargetSettings.Kind.SETS ? 3 : 0;
    return new TargetSettings(
        "b", kind, width, false, ScoringSettings.defaults(), 1, difference, season, false);
  }

  private static TargetSettings ahead(TargetSettings.Kind kind, int steps) {
    int width = kind == TargetSettings.Kind.SETS ? 3 : 0;
    return new TargetSettings(
        "b", kind, width, false, ScoringSettings.defaults(), steps, false, 0, false);
  }

  private static CorpusSettings corpus(TargetSettings target, InputSettings.Kind predicted) {
    int width = predicted == InputSettings.Kind.SETS ? 3 : 0;
    return CorpusSettings.ofTable(
        List.of("a.json"),
        CorpusFormat.JSON,
        true,
        new InputColumns(
            List.of(
                new InputSettings("a", InputSettings.Kind.NUMBERS, 0, false, true, false),
                new InputSettings("b", predicted, width, false, true, false))),
        SequenceSettings.none(),
        target);
  }

  @ParameterizedTest
  @EnumSource(TargetSettings.Kind.class)
  void onlyTheNextStepChangesAndHasASeason(TargetSettings.Kind kind) {
    if (kind == TargetSettings.Kind.NEXT) {
      assertThatCode(() -> target(kind, true, 24)).doesNotThrowAnyException();
      assertThatThrownBy(() -> target(kind, false, -1))
          .hasMessageContaining("corpus.target.season: expected at least 0")
          .hasMessageEndingWith("found -1");
      assertThatCode(() -> ahead(kind, 7)).doesNotThrowAnyException();
      assertThatThrownBy(() -> ahead(kind, 0))
          .hasMessageContaining("corpus.target.ahead: expected at least 1")
          .hasMessageEndingWith("found 0");
    } else {
      assertThatThrownBy(() -> target(kind, true, 0))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining(
              "corpus.target.difference: expected false unless corpus.target.kind is next");
      assertThatThrownBy(() -> target(kind, false, 24))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining(
              "corpus.target.season: expected 0 unless corpus.target.kind is next");
      assertThatThrownBy(() -> ahead(kind, 2))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining(
              "corpus.target.ahead: expected 1 unless corpus.target.kind is next");
    }
  }

  @ParameterizedTest
  @EnumSource(InputSettings.Kind.class)
  void onlyNumbersChangeAndHaveASeason(InputSettings.Kind predicted) {
    TargetSettings difference = target(TargetSettings.Kind.NEXT, true, 0);
    TargetSettings season = target(TargetSettings.Kind.NEXT, false, 24);
    if (predicted.isNumeric()) {
      assertThatCode(() -> corpus(difference, predicted)).doesNotThrowAnyException();
      assertThatCode(() -> corpus(season, predicted)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> corpus(difference, predicted))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining("corpus.target.difference: expected false unless the predicted");
      assertThatThrownBy(() -> corpus(season, predicted))
          .isInstanceOf(InvalidSettingException.class)
          .hasMessageContaining("corpus.target.season: expected 0 unless the predicted");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1", "4, 0, 4", "1, 24, 24", "24, 24, 24", "25, 24, 48", "3, 1, 3"})
  void windowsAreLongerThanANaiveForecastNeeds(int ahead, int season, int needed) {
    TargetSettings target =
        new TargetSettings(
            "",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            ahead,
            false,
            season,
            false);
    assertThat(target.naiveSteps()).isEqualTo(needed);
    assertThatCode(() -> windows(target, 0)).doesNotThrowAnyException();
    assertThatCode(() -> windows(target, needed + 1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> windows(target, needed))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "corpus.sequence.window.length: expected 0 or more than the " + needed + " steps")
        .hasMessageEndingWith("found " + needed);
  }

  private static CorpusSettings windows(TargetSettings target, int length) {
    return CorpusSettings.ofTable(
        List.of("a.csv"),
        CorpusFormat.CSV,
        true,
        InputColumns.of(new InputSettings("b", InputSettings.Kind.NUMBERS, 0, false, true, false)),
        new SequenceSettings(
            List.of(), List.of("t"), 0, new SequenceSettings.WindowSettings(length, 1)),
        target);
  }

  @Test
  void aColumnThatIsNotAnInputIsTheOnlyFault() {
    TargetSettings other =
        new TargetSettings(
            "c",
            TargetSettings.Kind.NEXT,
            0,
            false,
            ScoringSettings.defaults(),
            1,
            true,
            24,
            false);
    assertThatThrownBy(() -> corpus(other, InputSettings.Kind.WORDS))
        .hasMessageStartingWith("corpus.target.column: expected the column of corpus.inputs")
        .hasMessageNotContaining("corpus.target.difference");
  }
}
