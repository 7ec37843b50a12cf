package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.evaluation.LossSum;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.settings.Metric;
import dev.unfold.worker.settings.corpus.ScoringSettings;
import dev.unfold.worker.settings.corpus.ScoringSettings.Bleu;
import dev.unfold.worker.settings.corpus.ScoringSettings.References;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatisticTest {
  private static final ScoringSettings SLOTS =
      new ScoringSettings(References.INPUT, Bleu.WORDS, "_");

  /** Returns one statistic of each kind, or one that contains it, with some values added. */
  static List<Statistic<?>> statistics() {
    ConfusionMatrix confusion = new ConfusionMatrix(List.of("a", "b"));
    confusion.add(0, 1);
    PhraseScore phrases = new PhraseScore();
    PhraseComparison comparison = phrases.compare(false);
    comparison.add("B-NP", "B-NP");
    comparison.end();
    PooledSequences sequences = new PooledSequences(SLOTS, true, 10);
    sequences.add("a", List.of("_a"), List.of("_a", "b", "c", "e"), List.of("_a", "b", "c", "d"));
    ForecastErrors forecasts = new ForecastErrors(1, List.of(0.5), true);
    forecasts.add(new double[] {1}, new double[] {2}, new double[] {0}, new double[] {3});
    forecasts.add(new double[] {2}, new double[] {2}, new double[] {1}, new double[] {4});
    ProbabilityScore probabilities = new ProbabilityScore(2, 0, 0.5, OptionalInt.empty(), true);
    probabilities.add(1, new float[] {0.4f, 0.6f}, new float[] {-2, -1});
    probabilities.add(0, new float[] {0.3f, 0.7f}, new float[] {-3, -0.5f});
    RankingScore ranks = new RankingScore(2);
    ranks.add(new float[] {3, 1, 2}, 2);
    ranks.addMiss();
    LossSum loss = new LossSum(LossSum.Kind.TOKENS, 3, 2).of(new TextSize(5, 2));
    return List.of(loss, ranks, confusion, probabilities, phrases, sequences, forecasts);
  }

  /** Returns these statistics and the result of one of them. */
  static List<Statistic<?>> travelling() {
    SequenceStatistics figures = new SequenceStatistics(SLOTS, true, 10);
    figures.add(List.of("_a"), List.of(List.of("_a", "b")), List.of("b", "b"));
    return Stream.concat(statistics().stream(), Stream.of(figures)).toList();
  }

  @ParameterizedTest
  @MethodSource("travelling")
  void travelsByJavaSerialization(Statistic<?> statistic)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(statistic);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((Statistic<?>) in.readObject()).describe()).isEqualTo(statistic.describe());
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void everyMetricIsDescribedOnce(Metric metric) {
    Stream<Map<String, Object>> reports = statistics().stream().map(Statistic::describe);
    assertThat(reports.filter(report -> report.containsKey(metric.key())))
        .singleElement()
        .satisfies(report -> assertThat(metric.in(report)).isNotNaN());
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void keysAreTheNamesInCamelCase(Metric metric) {
    assertThat(metric.key().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
        .isEqualTo(metric.name());
  }

  @Test
  void aMetricThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Metric.BLEU.in(new LossSum(LossSum.Kind.TOKENS, 1, 1).describe()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bleu")
        .hasMessageContaining("perplexity");
  }

  @Test
  void betterIsStrictAndKnowsItsDirection() {
    assertThat(Metric.ACCURACY.isBetter(0.6, 0.5)).isTrue();
    assertThat(Metric.ACCURACY.isBetter(0.5, 0.5)).isFalse();
    assertThat(Metric.LOSS.isBetter(0.6, 0.5)).isFalse();
    assertThat(Metric.LOSS.isBetter(0.4, 0.5)).isTrue();
    assertThat(Metric.LOSS.isBetter(Double.NaN, 0.5)).isFalse();
    assertThat(Metric.LOSS.isBetter(0.5, Double.NaN)).isTrue();
    assertThat(Metric.LOSS.isBetter(Double.NaN, Double.NaN)).isFalse();
    assertThat(Stream.of(Metric.values()).filter(metric -> metric.isBetter(0, 1)))
        .containsExactly(
            Metric.LOSS,
            Metric.PERPLEXITY,
            Metric.BITS_PER_TOKEN,
            Metric.ERROR_RATE,
            Metric.SEQUENCE_ERROR_RATE,
            Metric.SLOT_ERROR_RATE,
            Metric.MEAN_SQUARED_ERROR,
            Metric.MEAN_ABSOLUTE_ERROR,
            Metric.ROOT_MEAN_SQUARED_ERROR,
            Metric.MASE,
            Metric.RSE);
  }
}
