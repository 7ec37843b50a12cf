package dev.unfold.worker.settings.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.settings.corpus.TargetSettings;
import dev.unfold.worker.settings.training.AlignmentSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmmSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 0, network.hmm.states: expected 1 to 1000 found 0",
    "1001, 1, 1, 0, network.hmm.states: expected 1 to 1000 found 1001",
    "1, -1, 1, 0, network.hmm.silence: expected 0 to 1000 found -1",
    "1, 1, 0, 0, network.hmm.acoustic-scale: expected a number above 0 found 0.0",
    "1, 1, NaN, 0, network.hmm.acoustic-scale: expected a number above 0 found NaN",
    "1, 1, 1, Infinity, network.hmm.word-penalty: expected a number found Infinity"
  })
  void refusesWhatNoModelHas(
      int states, int silence, double scale, double penalty, String message) {
    assertThatThrownBy(() -> new HmmSettings(states, silence, scale, penalty, List.of(".*")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message.replace(" found", ", found"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "a |b", "a||b", "a?*", "*", "a |", "a| b"})
  void refusesSequencesThatAreNone(String sequence) {
    assertThatThrownBy(() -> new HmmSettings(1, 0, 1, 0, List.of(".*", sequence)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(
            "network.hmm.grammar: expected one or more sequences of items such");
  }

  @Test
  void refusesAnEmptyGrammarAndImpossiblePasses() {
    assertThatThrownBy(() -> new HmmSettings(1, 0, 1, 0, List.of()))
        .isInstanceOf(InvalidSettingException.class);
    assertThatThrownBy(() -> new AlignmentSettings(0, 0.5))
        .hasMessageContaining("training.alignment.passes: expected 1 to 1000, found 0");
    assertThatThrownBy(() -> new AlignmentSettings(1, 1.5))
        .hasMessageContaining("training.alignment.stable: expected a share, 0 to 1, found 1.5");
  }

  @Test
  void aHybridPredictsSequencesFromSequencesOnly() {
    for (TargetSettings.Kind target : TargetSettings.Kind.values()) {
      boolean sequence =
          target == TargetSettings.Kind.WORDS || target == TargetSettings.Kind.CHARACTERS;
      assertThat(HybridSettings.Kind.HYBRID.predicts(target, true)).isEqualTo(sequence);
      assertThat(HybridSettings.Kind.HYBRID.predicts(target, false)).isFalse();
    }
  }
}
