package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.LabelSet;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetLabelsTest {
  private static final FieldSchema LABELS =
      new FieldSchema.Classes(new LabelSet(List.of("a", "b", "c d", "e")));
  private static final TargetLabels COUNTED = new TargetLabels(List.of(), List.of(7L, 1L, 3L, 5L));

  /**
   * The result of compute_class_weight("balanced", classes=arange(4), y=[0] * 7 + [1] + [2] * 3 +
   * [3] * 5) of scikit-learn 1.9.1.
   */
  @Test
  void balancedWeightsAreThoseOfScikitLearn() {
    assertThat(COUNTED.weights(ClassWeightSettings.balanced(), LABELS))
        .containsExactly(0.5714285714285714, 4.0, 1.3333333333333333, 0.8);
  }

  /** The same with y=[0] * 4 + [2] * 2 and classes=[0, 2]: those that occur. */
  @Test
  void labelsWithoutTargetsAreNotBalanced() {
    TargetLabels some = new TargetLabels(List.of(), List.of(4L, 0L, 2L, 0L));
    assertThat(some.weights(ClassWeightSettings.balanced(), LABELS))
        .containsExactly(0.75, 1, 1.5, 1);
  }

  /** The same with y=[0] * 4 + [1] * 2 + [2], rows of which weights stand for. */
  @Test
  void balancedWeightsCountTheWeightsOfRows() {
    TargetLabels weighted =
        new TargetLabels(List.of(), List.of(2L, 9L, 1L, 3L), List.of(4.0, 2.0, 1.0, 0.0));
    assertThat(weighted.weights(ClassWeightSettings.balanced(), LABELS))
        .containsExactly(7 / 12.0, 7 / 6.0, 7 / 3.0, 1);
    assertThatThrownBy(() -> new TargetLabels(List.of(), List.of(1L), List.of(1.0, 2.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void otherLabelsThanThoseOfTheSettingsHaveWeightOne() {
    Map<String, Double> given = Map.of("c d", 2.5, "a", 0.5);
    assertThat(COUNTED.weights(ClassWeightSettings.given(given), LABELS))
        .containsExactly(0.5, 1, 2.5, 1);
    assertThat(COUNTED.weights(ClassWeightSettings.none(), LABELS)).isEmpty();
    assertThat(COUNTED.weights(ClassWeightSettings.none(), new FieldSchema.Sets(3))).isEmpty();
  }

  @Test
  void aLabelThatTheTrainingRowsDoNotHaveIsRefused() {
    assertThatThrownBy(() -> COUNTED.weights(ClassWeightSettings.given(Map.of("A", 2.0)), LABELS))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "training.class-weights: expected labels or tags of the training rows, found \"A\"");
  }

  @Test
  void countsAreThoseOfAllLabels() {
    assertThatThrownBy(() -> new TargetLabels(List.of("x"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TargetLabels(List.of(), List.of(-1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
