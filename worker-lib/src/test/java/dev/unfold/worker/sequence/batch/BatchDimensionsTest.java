package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchDimensionsTest {
  @Test
  void aChunkReadsAheadUntilTheExamplesEnd() {
    BatchDimensions cut = new BatchDimensions(1, 5, 4);
    assertThat(ranges(cut, 12))
        .containsExactly(new StepRange(0, 5, 4), new StepRange(5, 5, 2), new StepRange(10, 2, 0));
    assertThat(ranges(cut, 5)).containsExactly(new StepRange(0, 5, 0));
    assertThat(ranges(new BatchDimensions(1, 1, 9), 2))
        .containsExactly(new StepRange(0, 1, 1), new StepRange(1, 1, 0));
  }

  @Test
  void aWholeSequenceIsOneChunk() {
    BatchDimensions cut = BatchDimensions.ofWholeSequences(1);
    assertThat(ranges(cut, 1)).containsExactly(StepRange.whole(1));
    assertThat(ranges(cut, Integer.MAX_VALUE)).containsExactly(StepRange.whole(Integer.MAX_VALUE));
  }

  private static List<StepRange> ranges(BatchDimensions cut, int longest) {
    return IntStream.range(0, cut.chunks(longest)).mapToObj(i -> cut.range(longest, i)).toList();
  }
}
