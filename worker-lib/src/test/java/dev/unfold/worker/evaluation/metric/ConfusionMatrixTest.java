package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.golden.GoldenMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private static final List<String> ANIMALS = List.of("猫", "dog", "pig", "cow");

  @Test
  void agreesWithScikitLearn() throws IOException {
    Map<String, GoldenMetrics.Classification> cases = GoldenMetrics.load().classifications();
    assertThat(cases).hasSize(3);
    cases.forEach(
        (name, golden) -> {
          ConfusionMatrix matrix = matrix(golden);
          assertThat(matrix.accuracy()).as(name).isCloseTo(golden.accuracy(), within(1e-15));
          assertThat(matrix.macroF1()).as(name).isCloseTo(golden.macroF1(), within(1e-15));
          assertThat(matrix.microF1()).as(name).isCloseTo(golden.microF1(), within(1e-15));
          for (int id = 0; id < golden.classes(); id++) {
            PrecisionRecall figures = matrix.ofClass(id);
            assertThat(figures.precision()).isCloseTo(golden.precision()[id], within(1e-15));
            assertThat(figures.recall()).isCloseTo(golden.recall()[id], within(1e-15));
            assertThat(figures.f1()).isCloseTo(golden.f1()[id], within(1e-15));
          }
        });
  }

  /** The example of scikit-learn's f1_score: classes 0 1 2 0 1 2, predicted 0 2 1 0 0 1. */
  @Test
  void agreesWithThePublishedExample() {
    ConfusionMatrix matrix = matrix(new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});
    assertThat(matrix.macroF1()).isCloseTo(0.8 / 3, within(1e-15));
    assertThat(matrix.microF1()).isCloseTo(1.0 / 3, within(1e-15));
    assertThat(matrix.ofClass(0).f1()).isCloseTo(0.8, within(1e-15));
  }

  @Test
  void describesWhatWasSeenByName() {
    ConfusionMatrix matrix = matrix(new int[] {0, 0, 1, 0}, new int[] {0, 2, 1, 0});
    Map<String, Object> figures = matrix.describe();
    assertThat(figures)
        .containsEntry("accuracy", 0.75)
        .containsEntry("microF1", 0.75)
        .containsEntry("macroF1", (0.8 + 1 + 0) / 3)
        .containsEntry("examples", 4L)
        .containsEntry(
            "confusion", Map.of("猫", Map.of("猫", 2L, "pig", 1L), "dog", Map.of("dog", 1L)));
    assertThat(figures.get("classes"))
        .isEqualTo(
            Map.of(
                "猫", new PrecisionRecall(2, 2, 3).describe(),
                "dog", new PrecisionRecall(1, 1, 1).describe(),
                "pig", new PrecisionRecall(0, 1, 0).describe()));
  }

  @Test
  void sumOfPartsIsTheWhole() {
    ConfusionMatrix first = matrix(new int[] {0, 1}, new int[] {0, 2});
    ConfusionMatrix second = matrix(new int[] {2}, new int[] {2});
    ConfusionMatrix third = matrix(new int[] {3, 0}, new int[] {1, 0});
    ConfusionMatrix whole = matrix(new int[] {0, 1, 2, 3, 0}, new int[] {0, 2, 2, 1, 0});
    assertThat(first.plus(second).plus(third).describe()).isEqualTo(whole.describe());
    assertThat(first.plus(second.plus(third)).describe()).isEqualTo(whole.describe());
    assertThat(first.count(2, 2)).isZero();
  }

  /** A full matrix of so many classes would take 80 GB. */
  @Test
  void memoryGrowsWithThePairsThatWereSeen() {
    List<String> many = IntStream.range(0, 100_000).mapToObj(Integer::toString).toList();
    ConfusionMatrix first = new ConfusionMatrix(many);
    ConfusionMatrix second = new ConfusionMatrix(many);
    for (int id = 0; id < many.size(); id += 1000) {
      first.add(id, id);
      second.add(id, many.size() - 1);
    }
    ConfusionMatrix sum = first.plus(second);
    assertThat(sum.count(99_000, 99_000)).isEqualTo(1);
    assertThat(sum.count(99_000, 99_999)).isEqualTo(1);
    assertThat(sum.count(99_999, 99_000)).isZero();
    assertThat(sum.accuracy()).isEqualTo(0.5);
    assertThat(sum.ofClass(99_999)).isEqualTo(new PrecisionRecall(0, 100, 0));
    assertThat((Map<?, ?>) sum.describe().get("confusion")).hasSize(100);
  }

  @Test
  void nothingHasNoAccuracyAndNoF1() {
    ConfusionMatrix nothing = new ConfusionMatrix(ANIMALS);
    assertThat(nothing.accuracy()).isNaN();
    assertThat(nothing.macroF1()).isZero();
    assertThat(nothing.microF1()).isZero();
  }

  @Test
  void differentClassesDoNotAddUp() {
    ConfusionMatrix other = new ConfusionMatrix(List.of("a", "b"));
    assertThatThrownBy(() -> new ConfusionMatrix(ANIMALS).plus(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[a, b]");
    assertThatThrownBy(() -> new ConfusionMatrix(List.of("a", "a")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ConfusionMatrix matrix(int[] references, int[] predictions) {
    ConfusionMatrix matrix = new ConfusionMatrix(ANIMALS);
    addAll(matrix, references, predictions);
    return matrix;
  }

  private static ConfusionMatrix matrix(GoldenMetrics.Classification golden) {
    ConfusionMatrix matrix =
        new ConfusionMatrix(
            IntStream.range(0, golden.classes()).mapToObj(Integer::toString).toList());
    addAll(matrix, golden.references(), golden.predictions());
    return matrix;
  }

  private static void addAll(ConfusionMatrix matrix, int[] references, int[] predictions) {
    for (int i = 0; i < references.length; i++) {
      matrix.add(references[i], predictions[i]);
    }
  }
}
