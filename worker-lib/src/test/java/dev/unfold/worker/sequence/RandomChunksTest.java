package dev.unfold.worker.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.settings.training.RandomStepSettings;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomChunksTest {
  private static final CounterRandom RANDOM = new CounterRandom(7);

  @ParameterizedTest
  @CsvSource({
    "2, 1, 1, 1, 1, 0.5",
    "100, 1, 1, 7, 2, 0",
    "109, 3, 4, 3, 3, 0.5",
    "13, 2, 3, 50, 5, 0.05",
    "5000, 2, 3, 2, 0, 0.5",
    "9001, 3, 2, 12, 4, 0.2"
  })
  void everyTokenButTheFirstIsATargetOnce(
      int tokens, int shards, int batch, int steps, double deviation, double halfProbability)
      throws IOException {
    LaneLayout layout = new LaneLayout(tokens, shards, batch, steps);
    LaneChunks chunks =
        new RandomChunks(layout, new RandomStepSettings(deviation, halfProbability), RANDOM);
    TokenSource source = new ArrayTokenSource(IntStream.range(0, tokens).toArray());
    int[] seen = new int[tokens];
    for (int shard = 0; shard < shards; shard++) {
      TextChunkReader reader =
          new TextChunkReader(layout, chunks, shard, source, OptionalInt.empty());
      Chunk chunk = reader.newChunk();
      for (long c = 0; c < chunks.chunksPerEpoch(); c++) {
        reader.readInto(c, chunk);
        assertThat(chunk.steps()).isEqualTo(chunks.stepsOf(c));
        assertThat(chunk.targetCount()).isPositive();
        for (int i = 0; i < chunk.steps() * batch; i++) {
          if (chunk.targets()[i] != Chunk.NO_TARGET) {
            assertThat(chunk.inputs()[i]).isEqualTo(chunk.targets()[i] - 1);
            seen[chunk.targets()[i]]++;
          }
        }
      }
    }
    assertThat(seen[0]).isZero();
    assertThat(IntStream.of(seen).skip(1)).containsOnly(1);
  }

  @Test
  void everyChunkStartsWhereTheOneBeforeItEnds() {
    LaneLayout layout = new LaneLayout(40_001, 1, 2, 20);
    LaneChunks chunks = new RandomChunks(layout, new RandomStepSettings(5, 0.1), RANDOM);
    assertThat(chunks.chunksPerEpoch()).isGreaterThan(1000);
    long start = 0;
    for (long chunk = 0; chunk < chunks.chunksPerEpoch(); chunk++) {
      assertThat(chunks.start(chunk)).as("chunk %d", chunk).isEqualTo(start);
      start += chunks.stepsOf(chunk);
    }
    assertThat(start).isEqualTo(layout.longestLane());
  }

  @Test
  void lengthsHaveTheMeansAndTheDeviationOfTheSettings() {
    LaneLayout layout = new LaneLayout(2_000_001, 1, 1, 70);
    RandomStepSettings settings = new RandomStepSettings(5, 0.2);
    int[] lengths = lengths(new RandomChunks(layout, settings, RANDOM));
    int[] whole = IntStream.of(lengths).filter(length -> length > 52).toArray();
    double share = (double) whole.length / lengths.length;
    assertThat(share).isCloseTo(0.8, Offset.offset(0.01));
    assertThat(mean(whole)).isCloseTo(70, Offset.offset(0.2));
    int[] half = IntStream.of(lengths).filter(length -> length <= 52).toArray();
    assertThat(mean(half)).isCloseTo(35, Offset.offset(0.3));
    double square =
        IntStream.of(whole).mapToDouble(length -> Math.pow(length - 70, 2)).average().orElseThrow();
    assertThat(Math.sqrt(square)).isCloseTo(5, Offset.offset(0.15));
    assertThat(IntStream.of(lengths).max()).hasValue(85);
  }

  @Test
  void aChunkHasAtLeastFiveStepsOrAll() {
    LaneLayout layout = new LaneLayout(100_001, 1, 1, 12);
    int[] lengths = lengths(new RandomChunks(layout, new RandomStepSettings(12, 0), RANDOM));
    assertThat(IntStream.of(lengths).limit(lengths.length - 1).min()).hasValue(5);
    LaneLayout brief = new LaneLayout(1001, 1, 1, 3);
    int[] few = lengths(new RandomChunks(brief, new RandomStepSettings(3, 0), RANDOM));
    assertThat(IntStream.of(few).limit(few.length - 1).min()).hasValue(3);
  }

  @Test
  void lengthsFollowFromTheRandomNumbersAlone() {
    LaneLayout layout = new LaneLayout(10_001, 2, 3, 20);
    RandomStepSettings settings = new RandomStepSettings(5, 0.05);
    int[] lengths = lengths(new RandomChunks(layout, settings, RANDOM));
    assertThat(lengths(new RandomChunks(layout, settings, RANDOM))).isEqualTo(lengths);
    assertThat(lengths(new RandomChunks(layout, settings, RANDOM.derive(1)))).isNotEqualTo(lengths);
  }

  private static int[] lengths(LaneChunks chunks) {
    return LongStream.range(0, chunks.chunksPerEpoch())
        .mapToInt(chunk -> chunks.stepsOf(chunk))
        .toArray();
  }

  private static double mean(int[] lengths) {
    return IntStream.of(lengths).average().orElseThrow();
  }
}
