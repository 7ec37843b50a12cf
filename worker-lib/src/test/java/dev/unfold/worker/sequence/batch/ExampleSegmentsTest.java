package dev.unfold.worker.sequence.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.Chunk;
import dev.unfold.worker.sequence.DataShape;
import dev.unfold.worker.sequence.InputShape;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.MaskedField;
import dev.unfold.worker.sequence.example.TargetPosition;
import dev.unfold.worker.sequence.segment.ExampleSegment;
import dev.unfold.worker.sequence.segment.ExampleSource;
import dev.unfold.worker.sequence.segment.ListExampleSource;
import dev.unfold.worker.sequence.segment.LongExamples;
import dev.unfold.worker.sequence.segment.SegmentedExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that examples are read in segments, as far as chunks need them. */
class ExampleSegmentsTest {
  private static final int STEPS = 61;
  private static final int IDS = LongExamples.IDS;

  /** The second order is that of a run that resumes in the middle and then goes back. */
  private static final List<List<Integer>> ORDERS =
      List.of(List.of(0, 1, 2, 3, 4, 5, 6), List.of(4, 5, 2, 6));

  @Test
  void chunksOfSegmentsAreThoseOfTheWholeExample() throws IOException {
    for (Example example : LongExamples.ofAllKinds(STEPS)) {
      for (int lookAhead : new int[] {0, 3}) {
        BatchDimensions cut = new BatchDimensions(2, 9, lookAhead);
        assertThat(cut.chunks(STEPS)).isEqualTo(ORDERS.get(0).size());
        ChunkBits whole = new ChunkBits(reader(example, STEPS, cut));
        List<List<Object>> expected = new ArrayList<>();
        for (int chunk : ORDERS.get(0)) {
          expected.add(whole.of(chunk));
        }
        for (int segmentSteps : new int[] {1, 4, 9, 32, 60}) {
          for (List<Integer> order : ORDERS) {
            ChunkBits read = new ChunkBits(reader(example, segmentSteps, cut));
            for (int chunk : order) {
              assertThat(read.of(chunk))
                  .as(example.target()::toString)
                  .isEqualTo(expected.get(chunk));
            }
          }
        }
      }
    }
  }

  private static ExampleChunkReader reader(Example example, int segmentSteps, BatchDimensions cut) {
    ExampleBatchLayout layout =
        new ExampleBatchLayout(
            new LengthBuckets(List.of(new LengthBuckets.Bucket(STEPS, 2))), 1, cut, 1);
    Example shorter = example.range(0, 50);
    boolean ofSteps = example.target().steps() == STEPS;
    Example beside = ofSteps ? shorter : withTargetOf(example, shorter);
    return new ExampleChunkReader(
        new EpochOrder(layout, 0).shard(0),
        new ListExampleSource(List.of(beside, example), segmentSteps),
        new ExampleChunkLayout(
            layout.longestChunk(),
            2,
            shape(example),
            ofSteps ? TargetPosition.EVERY_STEP : TargetPosition.LAST_STEP,
            2));
  }

  private static Example withTargetOf(Example example, Example steps) {
    return new Example(steps.input(), example.target(), steps.characters(), example.weights());
  }

  private static DataShape shape(Example example) {
    List<InputShape> inputs = new ArrayList<>();
    List<FieldSequence> fields =
        example.input() instanceof FieldSequence.Parts parts
            ? parts.parts()
            : List.of(example.input());
    fields.forEach(field -> inputs.add(input(field)));
    FieldSequence target =
        example.target() instanceof MaskedField masked ? masked.field() : example.target();
    int alphabet = example.characters().isPresent() ? IDS : 0;
    if (target instanceof FieldSequence.Frames frames) {
      return new DataShape(inputs, alphabet, DataShape.Target.FRAMES, frames.width());
    }
    return new DataShape(
        inputs,
        alphabet,
        target instanceof FieldSequence.Ids ? DataShape.Target.CLASSES : DataShape.Target.SETS,
        IDS);
  }

  private static InputShape input(FieldSequence field) {
    if (field instanceof FieldSequence.Frames frames) {
      return InputShape.ofFrames(frames.width());
    }
    return field instanceof FieldSequence.Ids ? InputShape.ofTokens(IDS) : InputShape.ofFrames(IDS);
  }

  /** The content of the chunks of a reader. */
  private record ChunkBits(ExampleChunkReader reader) {
    List<Object> of(int index) throws IOException {
      Chunk chunk = reader.newChunk();
      reader.readInto(index, chunk);
      List<Object> bits = new ArrayList<>();
      add(chunk, bits);
      for (int position = 0; position < chunk.steps() * chunk.batch(); position++) {
        bits.add(chunk.weight(position));
      }
      bits.add(chunk.targetCount());
      chunk.characters().ifPresent(characters -> add(characters, bits));
      return bits;
    }

    private static void add(Chunk chunk, List<Object> bits) {
      bits.add(chunk.steps());
      bits.add(chunk.advance());
      for (int input = 0; input < chunk.tokenInputs(); input++) {
        bits.add(Arrays.hashCode(chunk.inputs(input)));
      }
      bits.add(Arrays.hashCode(chunk.frames()));
      bits.add(Arrays.hashCode(chunk.present()));
      bits.add(Arrays.hashCode(chunk.targets()));
      bits.add(Arrays.hashCode(chunk.targetFrames()));
      bits.add(Arrays.hashCode(chunk.resets()));
    }
  }

  /** Five million steps, which are computed when they are read. */
  private static final class Endless implements ExampleSource, SegmentedExample {
    static final int LENGTH = 5_000_000;
    static final int SEGMENT = 4096;
    private int read;

    @Override
    public long length() {
      return 1;
    }

    @Override
    public SegmentedExample open(long index) {
      return this;
    }

    @Override
    public int steps() {
      return LENGTH;
    }

    @Override
    public int segmentSteps() {
      return SEGMENT;
    }

    @Override
    public ExampleSegment segment(int number) {
      read++;
      int first = number * SEGMENT;
      int[] ids = new int[Math.min(SEGMENT, LENGTH - first)];
      Arrays.setAll(ids, i -> (first + i) % IDS);
      FieldSequence.Ids field = new FieldSequence.Ids(ids);
      return new ExampleSegment(new Example(field, field), first, first + ids.length == LENGTH);
    }
  }

  @Test
  void aBatchHoldsTheSegmentsOfItsChunk() throws IOException {
    Endless source = new Endless();
    ExampleBatch batch = new ExampleBatch(source);
    long[] numbers = {0};
    BatchDimensions cut = new BatchDimensions(1, 1000, 7);
    for (int chunk = 0; chunk < cut.chunks(Endless.LENGTH); chunk++) {
      StepRange range = cut.range(Endless.LENGTH, chunk);
      List<ExampleSegment> held = batch.read(numbers, range).get(0);

      assertThat(held).hasSizeLessThanOrEqualTo(2);
      assertThat(held.get(0).first()).isLessThanOrEqualTo(range.first());
      assertThat(held.get(0).end()).isGreaterThan(range.first());
      assertThat(held.get(held.size() - 1).end()).isGreaterThanOrEqualTo(range.endAhead());
    }
    assertThat(source.read).as("each segment is read once").isEqualTo(source.segments());
  }
}
