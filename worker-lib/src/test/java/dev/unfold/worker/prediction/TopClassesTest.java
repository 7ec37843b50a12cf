package dev.unfold.worker.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.tensor.Elementwise;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TopClassesTest {
  @Test
  void classesThatComeLastKeepTheirOrderAndTheirProbabilities() {
    BitSet last = new BitSet();
    last.set(1);
    last.set(3);
    float[] logits = {0, 3, 1, 2, 1};

    TopClasses ranked = TopClasses.of(logits, 5, last);

    assertThat(ranked.ids()).containsExactly(2, 4, 0, 1, 3);
    assertThat(TopClasses.of(logits, 2, last).ids()).containsExactly(2, 4);
    assertThat(ranked.probabilities()[3]).isEqualTo(TopClasses.of(logits, 1).probabilities()[0]);
  }

  @Test
  void aPredictedClassComesFirst() {
    float[] logits = {0, 3, 1, 2};
    TopClasses ranked = TopClasses.startingWith(2, logits, 3);
    assertThat(ranked.ids()).containsExactly(2, 1, 3);
    assertThat(ranked.probabilities()[1]).isEqualTo(TopClasses.of(logits, 1).probabilities()[0]);
  }

  @Test
  void ranksAsASortDoesAndTiesByTheLowerId() {
    Random random = new Random(4);
    for (int round = 0; round < 500; round++) {
      float[] logits = new float[1 + random.nextInt(12)];
      for (int id = 0; id < logits.length; id++) {
        logits[id] = random.nextInt(5) - 2; // many ties
      }
      int[] sorted =
          IntStream.range(0, logits.length)
              .boxed()
              .sorted(Comparator.comparing((Integer id) -> -logits[id]).thenComparing(id -> id))
              .mapToInt(Integer::intValue)
              .toArray();
      int most = 1 + random.nextInt(14);
      TopClasses ranked = TopClasses.of(logits, most);
      assertThat(ranked.ids())
          .containsExactly(IntStream.of(sorted).limit(most).toArray())
          .startsWith(Elementwise.indexOfLargest(logits));
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit);
      }
      for (int rank = 0; rank < ranked.ids().length; rank++) {
        assertThat((double) ranked.probabilities()[rank])
            .isCloseTo(Math.exp(logits[ranked.ids()[rank]]) / sum, Offset.offset(1e-6));
      }
    }
  }
}
