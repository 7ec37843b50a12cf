package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.parameters.CounterRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 13, 16, 17, 207, 4098, 65_536})
  void everyNumberIsAtOnePlace(long size) {
    for (long key = 0; key < 5; key++) {
      assertThat(LongStream.of(order(size, key)).sorted().toArray())
          .isEqualTo(LongStream.range(0, size).toArray());
    }
  }

  @Test
  void theLargestSizesStayInRange() {
    long size = (1L << 62) - 3;
    Permutation permutation = new Permutation(size, new CounterRandom(1));
    assertThat(LongStream.of(0, 1, size / 2, size - 1).map(permutation::at).boxed())
        .doesNotHaveDuplicates()
        .allMatch(at -> at >= 0 && at < size);
  }

  @Test
  void keysGiveOtherOrders() {
    assertThat(order(207, 1)).isEqualTo(order(207, 1)).isNotEqualTo(order(207, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 13})
  void everyNumberIsAsOftenAtEveryPlace(int size) {
    int draws = 20_000;
    int[][] counts = new int[size][size];
    for (long key = 0; key < draws; key++) {
      long[] order = order(size, key);
      for (int place = 0; place < size; place++) {
        counts[place][(int) order[place]]++;
      }
    }
    double expected = draws / (double) size;
    for (int[] place : counts) {
      for (int count : place) {
        assertThat((double) count).isCloseTo(expected, within(5 * Math.sqrt(expected)));
      }
    }
  }

  private static long[] order(long size, long key) {
    Permutation permutation = new Permutation(size, new CounterRandom(key));
    return LongStream.range(0, size).map(permutation::at).toArray();
  }
}
