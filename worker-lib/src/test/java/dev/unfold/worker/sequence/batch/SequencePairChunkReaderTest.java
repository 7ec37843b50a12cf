package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.segment.ListExampleSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SequencePairChunkReaderTest {
  private static final int NONE = Chunk.NO_TARGET;
  private static final int BOUNDARY = 1;
  private static final TargetAlignment UNALIGNED = new TargetAlignment(0, 0);
  private static final DataShape TOKENS =
      new DataShape(InputShape.ofTokens(10), DataShape.Target.CLASSES, 10);

  @Test
  void theTargetIsReadAfterABoundaryAndPredictedBeforeOne() throws IOException {
    SequencePairChunkReader reader = reader(TOKENS, new Example(ids(2, 3, 4), ids(5, 6)));
    Chunk chunk = reader.newChunk();
    assertThat(chunk.steps()).isEqualTo(3);

    reader.readInto(0, chunk);
    assertThat(chunk.steps()).isEqualTo(3);
    assertThat(chunk.inputs()).containsExactly(BOUNDARY, 0, 5, 0, 6, 0);
    assertThat(chunk.targets()).containsExactly(5, NONE, 6, NONE, BOUNDARY, NONE);
    assertThat(chunk.present()).containsExactly(true, false, true, false, true, false);
    assertThat(chunk.resets()).containsExactly(true, false, false, false, false, false);
    assertThat(chunk.targetCount()).isEqualTo(3);

    Chunk source = chunk.requireSource();
    assertThat(source.steps()).isEqualTo(3);
    assertThat(source.inputs()).containsExactly(2, 0, 3, 0, 4, 0);
    assertThat(source.present()).containsExactly(true, false, true, false, true, false);
    assertThat(source.resets()).containsExactly(true, false, false, false, false, false);
    assertThat(source.targets()).containsOnly(NONE);
  }

  /** The models of words have two states. */
  @Test
  void aTargetWithoutAPathThroughTheModelsOfItsWordsHasNoLoss() throws IOException {
    Map<Example, Integer> targets =
        Map.of(
            new Example(ids(new int[4]), ids(2, 3)), 3,
            new Example(ids(new int[3]), ids(2, 3)), 0,
            new Example(ids(new int[4]), ids(2, 0)), 0,
            new Example(ids(new int[4]), ids(2, BOUNDARY)), 0,
            new Example(ids(new int[4]), ids()), 0);
    for (Map.Entry<Example, Integer> target : targets.entrySet()) {
      SequencePairChunkReader reader = reader(TOKENS, new TargetAlignment(0, 2), target.getKey());
      Chunk chunk = reader.newChunk();
      reader.readInto(0, chunk);
      assertThat(chunk.targetCount()).as(target.getKey().toString()).isEqualTo(target.getValue());
    }
  }

  /** Three tokens of which two are equal need four steps. */
  @Test
  void aTargetThatNeedsMoreStepsThanItsInputHasNoLoss() throws IOException {
    for (int steps = 1; steps <= 8; steps++) {
      for (int stride = 0; stride <= 3; stride++) {
        Example example = new Example(ids(new int[steps]), ids(5, 5, 6));
        SequencePairChunkReader reader = reader(TOKENS, new TargetAlignment(stride, 0), example);
        Chunk chunk = reader.newChunk();
        reader.readInto(0, chunk);
        boolean fits = stride == 0 || (steps + stride - 1) / stride >= 4;
        assertThat(chunk.targetCount()).isEqualTo(fits ? 4 : 0);
        assertThat(Chunk.classOf(chunk.targets()[0], 0)).isEqualTo(5);
        assertThat(Chunk.classOf(chunk.targets()[6], 0)).isEqualTo(BOUNDARY);
        int largest = TargetAlignment.largestStride(steps, new int[] {5, 5, 6});
        assertThat(stride <= largest).isEqualTo(fits);
      }
    }
    assertThat(TargetAlignment.largestStride(1, new int[] {5})).isEqualTo(Integer.MAX_VALUE);
    assertThat(TargetAlignment.largestStride(1, new int[0])).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aWeightIsThatOfAllTokensOfTheTarget() throws IOException {
    Optional<FieldSequence.Frames> weight =
        Optional.of(new FieldSequence.Frames(new float[] {2.5f}, 1));
    SequencePairChunkReader reader =
        reader(TOKENS, new Example(ids(2, 3, 4), ids(5, 6), Optional.empty(), weight));
    Chunk chunk = reader.newChunk();
    reader.readInto(0, chunk);
    assertThat(chunk.weight(4)).isEqualTo(2.5);
    assertThat(chunk.weightSum()).isEqualTo(7.5);
  }

  @Test
  void theSourceOfASetIsZerosAndOnes() throws IOException {
    DataShape shape = new DataShape(InputShape.ofFrames(3), DataShape.Target.CLASSES, 10);
    FieldSequence input = new FieldSequence.IdSets(new int[][] {{0, 2}});
    SequencePairChunkReader reader = reader(shape, new Example(input, ids(5)));
    Chunk chunk = reader.newChunk();

    reader.readInto(0, chunk);
    assertThat(chunk.requireSource().frames()).containsExactly(1, 0, 1, 0, 0, 0);
  }

  @Test
  void nothingRemainsOfThePreviousChunk() throws IOException {
    Example shorter = new Example(ids(2), ids(3));
    Example longer = new Example(ids(4, 4, 4, 4), ids(5, 5, 5, 5, 5));
    SequencePairChunkReader reader = reader(TOKENS, shorter, longer);
    Chunk chunk = reader.newChunk();

    for (int index : new int[] {0, 1, 0, 1}) {
      reader.readInto(index, chunk);
      boolean isShorter = chunk.targets()[0] == 3;
      assertThat(chunk.steps()).isEqualTo(isShorter ? 2 : 6);
      assertThat(chunk.targetCount()).isEqualTo(isShorter ? 2 : 6);
      assertThat(chunk.length(0)).isEqualTo(isShorter ? 2 : 6);
      assertThat(chunk.requireSource().length(0)).isEqualTo(isShorter ? 1 : 4);
      assertThat(chunk.requireSource().steps()).isEqualTo(isShorter ? 1 : 4);
    }
  }

  @Test
  void aShardThatHasNothingLeftHasNoTargets() throws IOException {
    LengthBuckets buckets = LengthBuckets.of(new TreeMap<>(Map.of(1, 3L)));
    ExampleBatchLayout layout =
        new ExampleBatchLayout(buckets, 2, BatchDimensions.ofWholeSequences(1), 1);
    List<Example> examples =
        List.of(
            new Example(ids(2), ids(3)), new Example(ids(2), ids(3)), new Example(ids(2), ids(3)));
    int targets = 0;
    for (int shard = 0; shard < 2; shard++) {
      SequencePairChunkReader reader =
          new SequencePairChunkReader(
              new EpochOrder(layout, 0).shard(shard),
              new ListExampleSource(examples),
              new SequencePairChunkReader.PairLayout(1, 1, 1, TOKENS, 0, BOUNDARY, UNALIGNED));
      Chunk chunk = reader.newChunk();
      for (int index = 0; index < layout.chunksPerEpoch(); index++) {
        reader.readInto(index, chunk);
        targets += chunk.targetCount();
      }
    }
    assertThat(targets).isEqualTo(3 * 2);
  }

  private static FieldSequence ids(int... ids) {
    return new FieldSequence.Ids(ids);
  }

  /** Returns a reader of two lanes, of which the second has no example. */
  private static SequencePairChunkReader reader(DataShape shape, Example... examples) {
    return reader(shape, UNALIGNED, examples);
  }

  private static SequencePairChunkReader reader(
      DataShape shape, TargetAlignment alignment, Example... examples) {
    TreeMap<Integer, Long> lengths = new TreeMap<>();
    int longestInput = 0;
    int longestTarget = 0;
    for (Example example : examples) {
      lengths.merge(example.input().steps() + example.target().steps(), 1L, Long::sum);
      longestInput = Math.max(longestInput, example.input().steps());
      longestTarget = Math.max(longestTarget, example.target().steps());
    }
    ExampleBatchLayout layout =
        new ExampleBatchLayout(
            LengthBuckets.of(lengths), 1, BatchDimensions.ofWholeSequences(2), 1);
    return new SequencePairChunkReader(
        new EpochOrder(layout, 0).shard(0),
        new ListExampleSource(List.of(examples)),
        new SequencePairChunkReader.PairLayout(
            longestInput, longestTarget, 2, shape, 0, BOUNDARY, alignment));
  }
}
