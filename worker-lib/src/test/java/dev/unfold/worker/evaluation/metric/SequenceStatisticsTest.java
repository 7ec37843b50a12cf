package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceStatisticsTest {
  @ParameterizedTest
  @EnumSource(
      value = TargetSettings.Kind.class,
      names = {"WORDS", "CHARACTERS", "SUBWORDS"})
  void theMetricsOfSettingsAreThoseOfReports(TargetSettings.Kind kind) {
    for (String slots : List.of("", "$")) {
      ScoringSettings scoring =
          new ScoringSettings(ScoringSettings.References.ROW, ScoringSettings.Bleu.WORDS, slots);
      Set<String> reported =
          new SequenceStatistics(scoring, kind.isOfWords(), 0).describe().keySet();
      TargetSettings target = new TargetSettings("y", kind, 0, false, scoring, 1, false, 0, false);
      assertThat(Metric.ofSequences(target))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Metric.values())
                  .filter(metric -> reported.contains(metric.key()))
                  .toList());
    }
  }
}
