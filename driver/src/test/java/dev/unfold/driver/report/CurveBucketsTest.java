package dev.unfold.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CurveBucketsTest {
  private final CurveBuckets buckets = new CurveBuckets();

  @Test
  void fewPositionsAreNotMerged() {
    buckets.add(3, Map.of("loss", 2.5));
    buckets.add(4, Map.of("rate", 1.0, "loss", Double.NaN));
    buckets.add(7, Map.of("loss", 1.23456789));
    Map<String, Object> described = buckets.describe();
    assertThat(described.get("width")).isEqualTo(1L);
    assertThat(described.get("positions")).isEqualTo(List.of(3.0, 4.0, 7.0));
    assertThat(curve(described, "loss"))
        .isEqualTo(Map.of("mean", Arrays.asList(2.5, null, 1.23457)));
    assertThat(curve(described, "rate")).isEqualTo(Map.of("mean", Arrays.asList(null, 1.0, null)));
  }

  @Test
  void aMillionRoundsAreAThousandPointsThatKeepEveryPeak() {
    int rounds = 1_000_000;
    for (int round = 1; round <= rounds; round++) {
      double loss = round == 777_777 ? 99 : round == 123_456 ? -7 : (round % 2 == 0 ? 2 : 4);
      buckets.add(
          round, round > rounds / 2 ? Map.of("loss", loss, "late", 1.0) : Map.of("loss", loss));
    }
    Map<String, Object> described = buckets.describe();
    List<Double> positions = numbers(described.get("positions"));
    assertThat(positions.size()).isBetween(CurveBuckets.MAX_BUCKETS / 2, CurveBuckets.MAX_BUCKETS);
    assertThat(positions).isSorted().doesNotHaveDuplicates();
    assertThat((long) described.get("width") * positions.size())
        .isBetween((long) rounds, rounds + (long) described.get("width"));

    Map<?, ?> loss = curve(described, "loss");
    assertThat(Collections.max(numbers(loss.get("max")))).isEqualTo(99);
    assertThat(Collections.min(numbers(loss.get("min")))).isEqualTo(-7);
    assertThat(numbers(loss.get("mean"))).allSatisfy(mean -> assertThat(mean).isBetween(2.9, 3.2));
    int peak = numbers(loss.get("max")).indexOf(99.0);
    assertThat(positions.get(peak)).isCloseTo(777_777, Offset.offset(2000.0));

    List<Double> late = numbers(curve(described, "late").get("mean"));
    assertThat(late.get(0)).isNull();
    assertThat(late.stream().filter(Objects::nonNull)).containsOnly(1.0);
    assertThat(late.get(late.size() - 1)).isEqualTo(1);
  }

  @Test
  void theLastBucketMayBeShorter() {
    for (int round = 1; round <= CurveBuckets.MAX_BUCKETS + 1; round++) {
      buckets.add(round, Map.of("loss", (double) round));
    }
    Map<String, Object> described = buckets.describe();
    List<Double> mean = numbers(curve(described, "loss").get("mean"));
    assertThat(mean)
        .hasSize(CurveBuckets.MAX_BUCKETS / 2 + 1)
        .startsWith(1.5, 3.5)
        .endsWith(999.5, 1001.0);
    assertThat(numbers(described.get("positions"))).isEqualTo(mean);
  }

  private static Map<?, ?> curve(Map<String, Object> described, String name) {
    return (Map<?, ?>) ((Map<?, ?>) described.get("curves")).get(name);
  }

  private static List<Double> numbers(Object list) {
    List<Double> numbers = new ArrayList<>();
    ((List<?>) list).forEach(number -> numbers.add((Double) number));
    return numbers;
  }
}
