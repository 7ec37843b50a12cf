package dev.unfold.driver.corpus.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unfold.worker.sequence.row.RawField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactMomentsTest {
  @Test
  void smallCasesAgreeWithValuesByHand() {
    ExactMoments moments = sum(List.of(1.0, 2.0, 3.0, 6.0));
    assertThat(moments.mean()).isEqualTo(3.0);
    assertThat(moments.deviation()).isEqualTo(Math.sqrt(3.5));
    assertThat(moments.isWhole()).isTrue();
    assertThat(sum(List.of(-0.1)).mean()).isEqualTo(-0.1);
    assertThat(sum(List.of(0.1, 0.1, 0.1)).deviation()).isZero();
    assertThat(sum(List.of(0.1, -7.0)).largest()).isEqualTo(7);
  }

  @Test
  void nothingIsLostBetweenLargeAndSmall() {
    double large = Float.MAX_VALUE;
    assertThat(sum(List.of(large, Double.MIN_VALUE, 1e-20, -large)).mean()).isEqualTo(0.25e-20);
    assertThat(sum(List.of(1e30, -1e30)).deviation()).isEqualTo(1e30);
    double time = 1.7e9;
    assertThat(sum(List.of(time + 0.25, time - 0.25)).deviation()).isEqualTo(0.25);
    assertThat(sum(List.of(1e15 + 1, 1e15)).deviation()).isEqualTo(0.5);
  }

  @Test
  void orderAndGroupsDoNotMatter() {
    Random random = new Random(5);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      values.add(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10));
    }
    ExactMoments whole = sum(values);

    Collections.shuffle(values, random);
    ExactMoments parts = sum(values.subList(0, 17));
    parts.addAll(sum(values.subList(17, 5_000)));
    parts.addAll(sum(values.subList(5_000, 10_000)));

    assertThat(parts.mean()).isEqualTo(whole.mean());
    assertThat(parts.deviation()).isEqualTo(whole.deviation());
    double plain = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(whole.mean()).isCloseTo(plain, within(1e-9 * whole.deviation()));
  }

  @Test
  void nearlyConstantValuesAreConstantUnlessTheyAreIntegers() {
    FieldMoments moments = new FieldMoments();
    for (int i = 0; i < 40; i++) {
      double noise = i == 0 ? 1e-8 : 0;
      double[] frame = {0.1 + noise, 16_777_216 + i % 2, 1.7e9 + i, i, 0.3};
      moments.add(new RawField.Numbers(frame, frame.length));
    }

    assertThat(moments.standard(false).deviation())
        .satisfiesExactly(
            noisy -> assertThat(noisy).isEqualTo(1),
            whole -> assertThat(whole).isEqualTo(0.5),
            time -> assertThat(time).isCloseTo(11.5, within(0.1)),
            plain -> assertThat(plain).isCloseTo(11.5, within(0.1)),
            constant -> assertThat(constant).isEqualTo(1));
    assertThat(moments.warnings())
        .satisfiesExactly(
            noisy -> assertThat(noisy).startsWith("number 1 hardly").contains("counts as constant"),
            whole -> assertThat(whole).startsWith("number 2 hardly").contains("very large"),
            time -> assertThat(time).startsWith("number 3 hardly"),
            constant -> assertThat(constant).startsWith("number 5 of 5 never changes"));
  }

  private static ExactMoments sum(List<Double> values) {
    ExactMoments moments = new ExactMoments();
    values.forEach(moments::add);
    return moments;
  }
}
