package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ListExampleSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExampleChunkReaderTest {
  private static final int NONE = Chunk.NO_TARGET;
  private static final DataShape TAGS =
      new DataShape(InputShape.ofTokens(10), DataShape.Target.CLASSES, 10);

  @Test
  void tagsAreAtTheirStepsAndLongExamplesContinue() throws IOException {
    Example longer = new Example(ids(1, 2, 3), ids(4, 5, 6));
    ExampleChunkReader reader = reader(TAGS, TargetPosition.EVERY_STEP, 2, List.of(longer));
    Chunk chunk = reader.newChunk();

    reader.readInto(0, chunk);
    assertThat(chunk.inputs()).containsExactly(1, 0, 2, 0);
    assertThat(chunk.targets()).containsExactly(4, NONE, 5, NONE);
    assertThat(chunk.present()).containsExactly(true, false, true, false);
    assertThat(chunk.resets()).containsExactly(true, false, false, false);

    reader.readInto(1, chunk);
    assertThat(chunk.steps()).isEqualTo(1);
    assertThat(chunk.inputs()[0]).isEqualTo(3);
    assertThat(chunk.targets()[0]).isEqualTo(6);
    assertThat(chunk.resets()[0]).isFalse();
    assertThat(chunk.targetCount()).isEqualTo(1);
  }

  @Test
  void aTargetOfTheSequenceIsAtTheLastStep() throws IOException {
    DataShape shape = new DataShape(InputShape.ofFrames(2), DataShape.Target.FRAMES, 1);
    FieldSequence input = new FieldSequence.Frames(new float[] {1, 2, 3, 4, 5, 6}, 2);
    Example example = new Example(input, new FieldSequence.Frames(new float[] {7}, 1));
    ExampleChunkReader reader = reader(shape, TargetPosition.LAST_STEP, 4, List.of(example));
    Chunk chunk = reader.newChunk();

    reader.readInto(0, chunk);
    assertThat(chunk.steps()).isEqualTo(3);
    assertThat(chunk.frames()).startsWith(1, 2, 0, 0, 3, 4, 0, 0, 5, 6, 0, 0);
    assertThat(chunk.targets()).startsWith(NONE, NONE, NONE, NONE, 0, NONE);
    assertThat(chunk.targetFrames()).startsWith(0, 0, 0, 0, 7, 0);
  }

  @Test
  void weightsAreThoseOfTheTargets() throws IOException {
    FieldSequence.Frames ofSteps = new FieldSequence.Frames(new float[] {2, 0, 3}, 1);
    Example tagged =
        new Example(ids(1, 2, 3), ids(4, 5, 6), Optional.empty(), Optional.of(ofSteps));
    ExampleChunkReader tags = reader(TAGS, TargetPosition.EVERY_STEP, 2, List.of(tagged));
    Chunk chunk = tags.newChunk();
    tags.readInto(0, chunk);
    assertThat(chunk.weight(0)).isEqualTo(2);
    assertThat(chunk.weight(2)).isZero();
    assertThat(chunk.targetCount()).isEqualTo(1);
    tags.readInto(1, chunk);
    assertThat(chunk.weight(0)).isEqualTo(3);

    FieldSequence.Frames ofAll = new FieldSequence.Frames(new float[] {0.5f}, 1);
    Example labeled = new Example(ids(1, 2), ids(4), Optional.empty(), Optional.of(ofAll));
    ExampleChunkReader labels = reader(TAGS, TargetPosition.LAST_STEP, 2, List.of(labeled));
    labels.readInto(0, chunk);
    assertThat(chunk.weightSum()).isEqualTo(chunk.weight(2)).isEqualTo(0.5);

    Example plain = new Example(ids(1, 2), ids(4, 5));
    reader(TAGS, TargetPosition.EVERY_STEP, 2, List.of(plain)).readInto(0, chunk);
    assertThat(chunk.weightSum()).isEqualTo(2);
  }

  @Test
  void setsBecomeZerosAndOnes() throws IOException {
    DataShape shape = new DataShape(InputShape.ofFrames(3), DataShape.Target.SETS, 3);
    FieldSequence input = new FieldSequence.IdSets(new int[][] {{0, 2}});
    FieldSequence target = new FieldSequence.IdSets(new int[][] {{1}});
    ExampleChunkReader reader =
        reader(shape, TargetPosition.EVERY_STEP, 4, List.of(new Example(input, target)));
    Chunk chunk = reader.newChunk();

    reader.readInto(0, chunk);
    assertThat(chunk.frames()).startsWith(1, 0, 1, 0, 0, 0);
    assertThat(chunk.targetFrames()).startsWith(0, 1, 0, 0, 0, 0);
  }

  @Test
  void wordsAreSpelledOutUpToALimit() throws IOException {
    DataShape shape =
        new DataShape(List.of(InputShape.ofTokens(10)), 9, DataShape.Target.CLASSES, 10);
    FieldSequence.IdSets ofWords = new FieldSequence.IdSets(new int[][] {{1}, {2, 3, 4, 5}});
    Example example = new Example(ids(1, 2), ids(3, 4), Optional.of(ofWords));
    ExampleChunkReader reader = reader(shape, TargetPosition.EVERY_STEP, 2, List.of(example));
    Chunk chunk = reader.newChunk();

    reader.readInto(0, chunk);
    Chunk characters = chunk.characters().orElseThrow();
    assertThat(characters.steps()).isEqualTo(3);
    assertThat(characters.inputs()).containsExactly(1, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0);
    assertThat(characters.length(0)).isEqualTo(1);
    assertThat(characters.length(2)).isEqualTo(3);
    assertThat(characters.length(1)).isZero();
  }

  @Test
  void nothingRemainsOfThePreviousChunk() throws IOException {
    List<Example> examples =
        List.of(new Example(ids(1), ids(1)), new Example(ids(2, 2, 2, 2), ids(2, 2, 2, 2)));
    ExampleChunkReader reader = reader(TAGS, TargetPosition.EVERY_STEP, 4, examples);
    Chunk chunk = reader.newChunk();

    for (int index = 0; index < 2; index++) {
      reader.readInto(index, chunk);
      int only = chunk.inputs()[0];
      assertThat(chunk.targetCount()).isEqualTo(only == 1 ? 1 : 4);
      assertThat(chunk.steps()).isEqualTo(only == 1 ? 1 : 4);
    }
  }

  private static FieldSequence ids(int... ids) {
    return new FieldSequence.Ids(ids);
  }

  /** Returns a reader of two lanes, of which the second has no example. */
  private static ExampleChunkReader reader(
      DataShape shape, TargetPosition place, int steps, List<Example> examples) {
    TreeMap<Integer, Long> lengths = new TreeMap<>();
    examples.forEach(example -> lengths.merge(example.input().steps(), 1L, Long::sum));
    ExampleBatchLayout layout =
        new ExampleBatchLayout(LengthBuckets.of(lengths), 1, new BatchDimensions(2, steps, 0), 1);
    return new ExampleChunkReader(
        new EpochOrder(layout, 0).shard(0),
        new ListExampleSource(examples),
        new ExampleChunkLayout(steps, 2, shape, place, 3));
  }
}
