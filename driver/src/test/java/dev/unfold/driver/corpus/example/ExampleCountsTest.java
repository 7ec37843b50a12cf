package dev.unfold.driver.corpus.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests the notices about the counts of a table. */
class ExampleCountsTest {
  /** Three targets fit with no stride, five with every one, two with a stride of up to 2. */
  @Test
  void targetsThatNeedMoreStepsThanTheirInputHasAreTold() {
    ExampleCounts counts =
        new ExampleCounts(
            30,
            20,
            3,
            2,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            new TreeMap<>(Map.of(0, 3L, 2, 2L, Integer.MAX_VALUE, 5L)),
            Map.of());
    assertThat(counts.unaligned(0, 10, "a.tsv")).isEmpty();
    assertThat(counts.unaligned(1, 10, "a.tsv"))
        .hasValue(
            "3 of the 10 targets of a.tsv need more steps than their input has; they are scored"
                + " without a loss");
    assertThat(counts.unalignedTargets(2)).isEqualTo(3);
    assertThat(counts.unalignedTargets(3)).isEqualTo(5);
  }
}
