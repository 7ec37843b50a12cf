package dev.unfold.worker.network.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CategoricalTest {
  @Test
  void logOddsAreThoseOfTheProbabilities() {
    Random random = new Random(3);
    for (int classes = 2; classes <= 6; classes++) {
      float[] logits = new float[classes];
      for (int c = 0; c < classes; c++) {
        logits[c] = (float) (3 * random.nextGaussian());
      }
      double normalizer = Categorical.logNormalizer(logits);
      float[] odds = Categorical.logOdds(logits);
      for (int c = 0; c < classes; c++) {
        double p = Math.exp(logits[c] - normalizer);
        assertThat((double) odds[c]).isCloseTo(Math.log(p / (1 - p)), Offset.offset(1e-5));
      }
    }
  }

  /** The probability of the first class is rounded to 1, those of the others to 0. */
  @Test
  void logOddsAreDistinctAtBothEnds() {
    float[] before = Categorical.logOdds(new float[] {5, 5, 4});
    for (float distance : new float[] {10, 40, 41, 400, 401, 1000, 1001}) {
      float[] odds = Categorical.logOdds(new float[] {5 + distance, 5, 4});
      assertThat(odds[0]).isGreaterThan(before[0]);
      assertThat(odds[1]).isLessThan(before[1]);
      assertThat(odds[2]).isLessThan(before[2]);
      before = odds;
    }
  }

  @Test
  void logOddsOfCertaintyAreInfinite() {
    assertThat(Categorical.logOdds(new float[] {3})).containsExactly(Float.POSITIVE_INFINITY);
    float never = Float.NEGATIVE_INFINITY;
    assertThat(Categorical.logOdds(new float[] {never, 2, never}))
        .containsExactly(never, Float.POSITIVE_INFINITY, never);
    assertThat(Categorical.logOdds(new float[] {1, Float.NaN}))
        .containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void equallyProbableClassesHaveTheSameBits() {
    float[] first = Categorical.logOdds(new float[] {5, 5, -40});
    float[] last = Categorical.logOdds(new float[] {-40, 5, 5});
    assertThat(new float[] {first[0], first[1], last[1], last[2]})
        .containsExactly(0.0f, 0.0f, 0.0f, 0.0f);
  }
}
