package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.golden.GoldenMetrics;
import dev.unfold.worker.settings.Metric;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbabilityScoreTest {
  private static final Offset<Double> ROUNDING = within(1e-14);

  @Test
  void agreesWithScikitLearn() throws IOException {
    Map<String, GoldenMetrics.Probabilities> cases = GoldenMetrics.load().probabilities();
    assertThat(cases).hasSize(7);
    cases.forEach(
        (name, golden) -> {
          ProbabilityScore score = score(golden, 0, golden.references().length);
          assertThat(score.rocAuc()).as(name).isCloseTo(golden.rocAuc(), ROUNDING);
          assertThat(score.averagePrecision())
              .as(name)
              .isCloseTo(golden.averagePrecision(), ROUNDING);
          assertThat(score.precision()).as(name).isCloseTo(golden.thresholdPrecision(), ROUNDING);
          assertThat(score.recall()).as(name).isCloseTo(golden.thresholdRecall(), ROUNDING);
        });
  }

  /** The example of scikit-learn's roc_auc_score and average_precision_score. */
  @Test
  void agreesWithThePublishedExample() {
    ProbabilityScore score = binary(new int[] {0, 0, 1, 1}, 0.1f, 0.4f, 0.35f, 0.8f);
    assertThat(score.rocAuc()).isEqualTo(0.75);
    assertThat(score.averagePrecision()).isCloseTo(0.8333333333333333, ROUNDING);
  }

  /** The definition, pair by pair, on scores that are often equal. */
  @Test
  void theAreaIsTheShareOfPairsInOrder() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      int[] references = random.ints(2 + random.nextInt(30), 0, 2).toArray();
      references[0] = 0;
      references[1] = 1;
      float[] scores = new float[references.length];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(6) / 8f;
      }
      double pairs = 0;
      double inOrder = 0;
      for (int i = 0; i < scores.length; i++) {
        for (int j = 0; j < scores.length; j++) {
          if (references[i] == 1 && references[j] == 0) {
            pairs++;
            inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
          }
        }
      }
      assertThat(binary(references, scores).rocAuc()).isEqualTo(inOrder / pairs);
    }
  }

  @Test
  void sumOfPartsInAnyOrderIsTheWhole() throws IOException {
    for (GoldenMetrics.Probabilities golden : GoldenMetrics.load().probabilities().values()) {
      int end = golden.references().length;
      ProbabilityScore whole = score(golden, 0, end);
      ProbabilityScore first = score(golden, 0, 7);
      ProbabilityScore second = score(golden, 7, 7);
      ProbabilityScore third = score(golden, 7, end);
      assertThat(first.plus(second).plus(third).describe()).isEqualTo(whole.describe());
      assertThat(third.plus(first.plus(second)).describe()).isEqualTo(whole.describe());
      assertThat(third.describe()).isEqualTo(score(golden, 7, end).describe());
    }
  }

  @Test
  void thereAreAtMostSoManyScoresOverAllShards() {
    OptionalInt none = OptionalInt.empty();
    assertThat(ProbabilityScore.canRank(1 << 24, 2, none)).isTrue();
    assertThat(ProbabilityScore.canRank((1 << 24) + 1, 2, none)).isFalse();
    assertThat(ProbabilityScore.canRank(1 << 12, 1 << 12, none)).isTrue();
    assertThat(ProbabilityScore.canRank((1 << 12) + 1, 1 << 12, none)).isFalse();
    assertThat(ProbabilityScore.canRank(1 << 24, 1 << 12, OptionalInt.of(7))).isTrue();
    assertThat(ProbabilityScore.canRank(Long.MAX_VALUE, 3, none)).isFalse();
  }

  @Test
  void examplesThatAreNotRankedAreNeitherHeldNorSent() throws IOException {
    ProbabilityScore ranked = new ProbabilityScore(3, 0, 0.5, OptionalInt.empty(), true);
    ProbabilityScore other = new ProbabilityScore(3, 0, 0.5, OptionalInt.empty(), false);
    float[] probabilities = {0.2f, 0.2f, 0.6f};
    for (int i = 0; i < 1000; i++) {
      ranked.add(2, probabilities, probabilities);
      other.add(2, probabilities, probabilities);
    }
    assertThat(other.isRanked()).isFalse();
    assertThat(other.describe())
        .isEqualTo(Map.of("thresholdPrecision", 1.0, "thresholdRecall", 1.0))
        .isEqualTo(other.plus(other).describe());
    assertThat(serializedBytes(other)).isLessThan(1000);
    assertThat(serializedBytes(ranked)).isBetween(12_000, 13_000);
    assertThatThrownBy(() -> ranked.plus(other))
        .hasMessage("the scores have another number of ranked classes: expected 3, found 0");
    assertThatThrownBy(() -> Metric.ROC_AUC.in(other.describe()))
        .hasMessageContaining("rocAuc (at most 16,777,216 examples times labels");
  }

  private static int serializedBytes(ProbabilityScore score) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(score);
    }
    return bytes.size();
  }

  /** A given class is scored as the second of two, of which the first are all others. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void aGivenClassIsComparedWithAllOthers(int classes) {
    Random random = new Random(classes);
    for (int positive = 0; positive < classes; positive++) {
      ProbabilityScore given =
          new ProbabilityScore(classes, 1, 0.4, OptionalInt.of(positive), true);
      ProbabilityScore binary = new ProbabilityScore(2, 0, 0.4, OptionalInt.empty(), true);
      for (int i = 0; i < 60; i++) {
        float[] probabilities = new float[classes];
        for (int k = 0; k < classes; k++) {
          probabilities[k] = random.nextInt(10) / 10f;
        }
        int reference = random.nextInt(classes + 1);
        given.add(reference, probabilities, probabilities);
        float[] two = {1 - probabilities[positive], probabilities[positive]};
        binary.add(reference == positive ? 1 : 0, two, two);
      }
      assertThat(given.describe()).isEqualTo(binary.describe());
      assertThat(given.rocAuc()).isBetween(0.2, 0.8);
      ProbabilityScore other =
          new ProbabilityScore(classes, 1, 0.4, OptionalInt.of((positive + 1) % classes), true);
      assertThatThrownBy(() -> given.plus(other)).hasMessageContaining("id of the first class");
    }
  }

  @Test
  void nothingHasNoRanking() {
    for (int classes : new int[] {1, 2, 3}) {
      ProbabilityScore nothing = new ProbabilityScore(classes, 1, 0.5, OptionalInt.empty(), true);
      assertThat(nothing.rocAuc()).isNaN();
      assertThat(nothing.averagePrecision()).isNaN();
      assertThat(nothing.precision()).isZero();
      assertThat(nothing.recall()).isZero();
    }
    assertThat(binary(new int[] {1, 1}, 0.2f, 0.3f).rocAuc()).isNaN();
    assertThat(binary(new int[] {1, 1}, 0.2f, 0.3f).averagePrecision()).isEqualTo(1);
    assertThat(binary(new int[] {0, 0}, 0.2f, 0.3f).averagePrecision()).isNaN();
  }

  @Test
  void scoresThatAreNoNumbersEnd() {
    float[] scores = new float[] {Float.NaN, 0.1f, Float.NaN, 0f, -0f, Float.POSITIVE_INFINITY};
    ProbabilityScore score = binary(new int[] {0, 1, 1, 0, 1, 0}, scores);
    assertThat(score.rocAuc()).isBetween(0.0, 1.0);
    assertThat(score.averagePrecision()).isBetween(0.0, 1.0);
  }

  @Test
  void differentClassesDoNotAddUp() {
    requireDifferent(4, 0, 0.5, OptionalInt.empty(), "number of compared classes", 3, 4);
    requireDifferent(3, 1, 0.5, OptionalInt.empty(), "number of classes", 3, 4);
    requireDifferent(3, 0, 0.4, OptionalInt.empty(), "threshold", 0.5, 0.4);
    requireDifferent(3, 0, 0.5, OptionalInt.of(1), "number of compared classes", 3, 1);
  }

  private static void requireDifferent(
      int outputs,
      int unseen,
      double threshold,
      OptionalInt positive,
      String property,
      Number expected,
      Number found) {
    ProbabilityScore score = new ProbabilityScore(3, 0, 0.5, OptionalInt.empty(), true);
    assertThatThrownBy(
            () -> score.plus(new ProbabilityScore(outputs, unseen, threshold, positive, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the scores have another %s: expected %s, found %s", property, expected, found);
  }

  private static ProbabilityScore binary(int[] references, float... second) {
    ProbabilityScore score = new ProbabilityScore(2, 0, 0.5, OptionalInt.empty(), true);
    for (int i = 0; i < references.length; i++) {
      float[] probabilities = {1 - second[i], second[i]};
      score.add(references[i], probabilities, probabilities);
    }
    return score;
  }

  private static ProbabilityScore score(GoldenMetrics.Probabilities golden, int from, int to) {
    int outputs = golden.probabilities().get(0).length;
    ProbabilityScore score =
        new ProbabilityScore(
            outputs, golden.unseen(), golden.threshold(), OptionalInt.empty(), true);
    List<Integer> order = new ArrayList<>();
    for (int i = from; i < to; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(to));
    for (int i : order) {
      float[] probabilities = golden.probabilities().get(i);
      score.add(golden.references()[i], probabilities, logarithms(probabilities));
    }
    return score;
  }

  private static float[] logarithms(float[] probabilities) {
    float[] logarithms = new float[probabilities.length];
    for (int i = 0; i < logarithms.length; i++) {
      logarithms[i] = (float) Math.log(probabilities[i]);
    }
    return logarithms;
  }
}
