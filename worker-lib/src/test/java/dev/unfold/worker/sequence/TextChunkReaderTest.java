package dev.unfold.worker.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextChunkReaderTest {
  @ParameterizedTest
  @CsvSource({
    "2,1,1,1",
    "100,1,1,7",
    "100,3,4,5",
    "101,3,4,5",
    "109,3,4,3",
    "13,2,3,50",
    "7,2,5,2",
    "1000,7,3,16"
  })
  void everyTokenButTheFirstIsATargetOnce(int tokens, int shards, int batch, int steps)
      throws IOException {
    LaneLayout layout = new LaneLayout(tokens, shards, batch, steps);
    TokenSource source = new ArrayTokenSource(IntStream.range(0, tokens).toArray());
    int[] seen = new int[tokens];
    for (int shard = 0; shard < shards; shard++) {
      TextChunkReader reader =
          new TextChunkReader(layout, layout, shard, source, OptionalInt.empty());
      Chunk chunk = reader.newChunk();
      for (long c = 0; c < layout.chunksPerEpoch(); c++) {
        reader.readInto(c, chunk);
        int counted = 0;
        for (int i = 0; i < chunk.steps() * batch; i++) {
          int target = chunk.targets()[i];
          if (target != Chunk.NO_TARGET) {
            assertThat(chunk.inputs()[i]).isEqualTo(target - 1);
            seen[target]++;
            counted++;
          }
        }
        assertThat(chunk.targetCount()).isEqualTo(counted);
      }
    }
    assertThat(seen[0]).isZero();
    assertThat(IntStream.of(seen).skip(1)).containsOnly(1);
  }

  @Test
  void lanesAreContiguousFromChunkToChunkAndDifferByOneAtMost() throws IOException {
    LaneLayout layout = new LaneLayout(29, 1, 3, 4);
    TextChunkReader reader =
        new TextChunkReader(
            layout,
            layout,
            0,
            new ArrayTokenSource(IntStream.range(0, 29).toArray()),
            OptionalInt.empty());
    Chunk chunk = reader.newChunk();
    reader.readInto(0, chunk);
    assertThat(lane(chunk, 1)).containsExactly(10, 11, 12, 13);
    reader.readInto(1, chunk);
    assertThat(lane(chunk, 1)).containsExactly(14, 15, 16, 17);
    reader.readInto(2, chunk);
    assertThat(chunk.steps()).isEqualTo(2);
    assertThat(lane(chunk, 1)).containsExactly(18, Chunk.NO_TARGET + 1);
    assertThat(lane(chunk, 0)).containsExactly(8, 9);
    assertThat(layout.laneLength(0) - layout.laneLength(2)).isLessThanOrEqualTo(1);
  }

  @Test
  void theCarryIsResetWhereTheInputIsTheBoundary() throws IOException {
    int boundary = 9;
    TokenSource source = new ArrayTokenSource(9, 1, 2, 9, 3, 9);
    LaneLayout layout = new LaneLayout(6, 1, 1, 8);
    TextChunkReader reader =
        new TextChunkReader(layout, layout, 0, source, OptionalInt.of(boundary));
    Chunk chunk = reader.newChunk();
    reader.readInto(0, chunk);
    assertThat(chunk.steps()).isEqualTo(5);
    assertThat(chunk.inputs()).containsExactly(9, 1, 2, 9, 3);
    assertThat(chunk.targets()).containsExactly(1, 2, 9, 3, 9);
    assertThat(chunk.resets()).containsExactly(true, false, false, true, false);
  }

  @Test
  void aStreamOfOneTokenHasNothingToPredict() {
    assertThatThrownBy(() -> new LaneLayout(1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 2 tokens");
  }

  /** Returns the inputs of a lane; a masked step is 0. */
  private static int[] lane(Chunk chunk, int b) {
    return IntStream.range(0, chunk.steps())
        .map(t -> chunk.inputs()[t * chunk.batch() + b])
        .toArray();
  }
}
