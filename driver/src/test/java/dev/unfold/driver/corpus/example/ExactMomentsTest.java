package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactMomentsTest {
  @Test
  void smallCasesAreAsByHand() {
    long[] sums = sum(List.of(1f, 2f, 3f, 6f));
    assertThat(ExactMoments.mean(sums)).isEqualTo(3.0);
    assertThat(ExactMoments.deviation(sums)).isEqualTo(Math.sqrt(3.5));
    assertThat(ExactMoments.mean(sum(List.of(-0.1f)))).isEqualTo(-0.1f);
    assertThat(ExactMoments.deviation(sum(List.of(0.1f, 0.1f, 0.1f)))).isZero();
  }

  @Test
  void nothingIsLostBetweenLargeAndSmall() {
    assertThat(ExactMoments.mean(sum(List.of(Float.MAX_VALUE, Float.MIN_VALUE, -Float.MAX_VALUE))))
        .isEqualTo(Float.MIN_VALUE / 3.0);
    assertThat(ExactMoments.deviation(sum(List.of(1e30f, -1e30f)))).isEqualTo(1e30f);
    assertThat(ExactMoments.deviation(sum(List.of(16_777_215f, 16_777_214f)))).isEqualTo(0.5);
  }

  @Test
  void orderAndGroupsDoNotMatter() {
    Random random = new Random(5);
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      values.add((float) (random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10)));
    }
    double mean = ExactMoments.mean(sum(values));
    double deviation = ExactMoments.deviation(sum(values));

    Collections.shuffle(values, random);
    long[] parts = sum(values.subList(0, 17));
    ExactMoments.addAll(parts, sum(values.subList(17, 10_000)));

    assertThat(ExactMoments.mean(parts)).isEqualTo(mean);
    assertThat(ExactMoments.deviation(parts)).isEqualTo(deviation);
    double plain = values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    assertThat(mean).isCloseTo(plain, within(1e-9 * deviation));
  }

  private static long[] sum(List<Float> values) {
    long[] sums = ExactMoments.none();
    values.forEach(value -> ExactMoments.add(sums, value));
    return sums;
  }
}
