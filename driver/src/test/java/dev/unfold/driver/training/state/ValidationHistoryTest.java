package dev.unfold.driver.training.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.settings.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationHistoryTest {
  /** The rule of the program of the paper: len(L) > n and v > min(L[:-n]). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void triggersAsTheProgramOfThePaper(int n) {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      ValidationHistory history = ValidationHistory.EMPTY;
      List<Double> losses = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        double loss = 5 / (1.0 + i) + random.nextInt(3);
        boolean expected =
            losses.size() > n && loss > Collections.min(losses.subList(0, losses.size() - n));
        assertThat(history.triggers(Metric.LOSS, n, loss))
            .as(losses + ", " + loss)
            .isEqualTo(expected);
        history = history.withRecent(Metric.LOSS, n, loss);
        losses.add(loss);
        assertThat(history.recent()).hasSizeLessThanOrEqualTo(n + 1);
      }
    }
  }

  @Test
  void aMetricThatShouldRiseTriggersWhenItFalls() {
    ValidationHistory history = ValidationHistory.EMPTY;
    for (double accuracy : new double[] {0.5, 0.7, 0.6}) {
      assertThat(history.triggers(Metric.ACCURACY, 1, accuracy)).isFalse();
      history = history.withRecent(Metric.ACCURACY, 1, accuracy);
    }
    assertThat(history.triggers(Metric.ACCURACY, 1, 0.69)).isTrue();
    assertThat(history.triggers(Metric.ACCURACY, 1, 0.7)).isFalse();
  }
}
