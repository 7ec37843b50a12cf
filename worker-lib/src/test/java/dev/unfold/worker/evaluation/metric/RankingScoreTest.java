package dev.unfold.worker.evaluation.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.parameters.CounterRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingScoreTest {
  private static final int CLASSES = 30;
  private static final int TARGETS = 400;

  /** Sorts all classes, those that are as probable as the target before it, and looks it up. */
  private static int rank(float[] scores, int target) {
    List<Integer> sorted = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
    sorted.sort(
        Comparator.<Integer>comparingDouble(id -> -scores[id])
            .thenComparing(id -> id == target ? 1 : 0));
    return sorted.indexOf(target) + 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 30, 100})
  void metricsAreTheMeansOverSortedClasses(int k) {
    RankingScore score = new RankingScore(k);
    RankingScore half = new RankingScore(k);
    CounterRandom random = new CounterRandom(k);
    double hits = 0;
    double reciprocals = 0;
    double gains = 0;
    for (int i = 0; i < TARGETS; i++) {
      float[] scores = new float[CLASSES];
      for (int id = 0; id < CLASSES; id++) {
        // Few different values, so that there are ties.
        scores[id] = (int) (12 * random.uniform((long) i * CLASSES + id));
      }
      int target = i % CLASSES;
      (i < TARGETS / 3 ? half : score).add(scores, target);
      int rank = rank(scores, target);
      if (rank <= k) {
        hits++;
        reciprocals += 1.0 / rank;
        gains += Math.log(2) / Math.log(1 + rank);
      }
    }
    RankingScore all = half.plus(score);
    assertThat(all.recall()).isCloseTo(hits / TARGETS, within(1e-12));
    assertThat(all.meanReciprocalRank()).isCloseTo(reciprocals / TARGETS, within(1e-12));
    assertThat(all.discountedGain()).isCloseTo(gains / TARGETS, within(1e-12));
    assertThat(score.plus(half).describe()).isEqualTo(all.describe()).containsEntry("topK", k);
  }

  @Test
  void aModelThatKnowsNothingFindsNothing() {
    RankingScore score = new RankingScore(CLASSES - 1);
    score.add(new float[CLASSES], 0);
    score.add(new float[CLASSES], CLASSES - 1);

    assertThat(score.recall()).isZero();
    assertThat(score.meanReciprocalRank()).isZero();
    assertThat(score.discountedGain()).isZero();
  }

  @Test
  void targetsThatAreNoClassAndScoresThatAreNoNumbersAreMisses() {
    RankingScore score = new RankingScore(2);
    score.add(new float[] {1, 3, 2}, 1);
    score.addMiss();
    score.add(new float[] {Float.NaN, Float.NaN}, 0);

    assertThat(score.recall()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(new RankingScore(2).recall()).isNaN();
  }

  @Test
  void ranksUpToOthersAreNotAdded() {
    assertThatThrownBy(() -> new RankingScore(2).plus(new RankingScore(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected ranks up to 2, found 3");
  }
}
