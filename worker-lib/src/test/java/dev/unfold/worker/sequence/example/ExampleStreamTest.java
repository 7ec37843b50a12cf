package dev.unfold.worker.sequence.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.worker.sequence.segment.LongExamples;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that examples in parts have the bytes of those in memory. */
class ExampleStreamTest {
  private static final List<Example> EXAMPLES = LongExamples.ofAllKinds(61);

  @Test
  void theBytesAreThoseOfTheWholeExample() {
    for (Example example : EXAMPLES) {
      for (int steps : new int[] {1, 7, 60, 61, 100}) {
        ExampleSteps parts = parts(example, steps);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ExampleStream.encode(parts, content::writeBytes);
        assertThat(content.toByteArray()).isEqualTo(ExampleCodec.encode(example.withoutWeights()));

        ByteArrayOutputStream weights = new ByteArrayOutputStream();
        ExampleStream.encodeWeights(parts, weights::writeBytes);
        int all = ExampleCodec.encode(example).length;
        assertThat(weights.size()).isEqualTo(all - content.size());
      }
    }
  }

  @Test
  void rangesJoinToTheExample() {
    for (Example example : EXAMPLES) {
      for (int steps : new int[] {1, 7, 60, 61}) {
        ExampleBuilder joined = new ExampleBuilder();
        parts(example, steps).forEachRange(joined::add);
        assertThat(ExampleCodec.encode(joined.build())).isEqualTo(ExampleCodec.encode(example));
      }
    }
  }

  private static ExampleSteps parts(Example example, int atATime) {
    return new ExampleSteps() {
      @Override
      public int steps() {
        return example.input().steps();
      }

      @Override
      public int stepsAtATime() {
        return atATime;
      }

      @Override
      public Example range(int from, int to) {
        return example.range(from, to);
      }
    };
  }
}
