package dev.unfold.worker.sequence.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SegmentTableTest {
  /** Segments have at most 64 KB and, but for the rounding to a power of two, not much less. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "65536, 65536, 65536",
    "65536, 65537, 32768",
    "2000000, 12000000, 8192",
    "2000000000, 8000000000000, 16",
    "1000, 400000000, 1"
  })
  void segmentsHaveAboutTheSameNumberOfBytes(int steps, long bytes, int expected) {
    assertThat(SegmentTable.segmentSteps(steps, bytes)).isEqualTo(expected);
  }

  @Test
  void theTailIsReadAgain() {
    SegmentTable table = new SegmentTable(4096, 2_000_000);

    assertThat(SegmentTable.ofTail(table.tail())).isEqualTo(table);
    assertThat(table.segments()).isEqualTo(489);
    assertThat(table.steps(0)).isEqualTo(4096);
    assertThat(table.steps(488)).isEqualTo(2_000_000 - 488 * 4096);
    assertThat(table.bytes()).isEqualTo(489 * 8 + 9);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "-1, 5", "5, 5", "5, 0", "5, -7"})
  void impossibleNumbersOfStepsAreRefused(int segmentSteps, int steps) {
    assertThatThrownBy(() -> new SegmentTable(segmentSteps, steps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found " + steps + " steps in some of " + segmentSteps);
  }
}
