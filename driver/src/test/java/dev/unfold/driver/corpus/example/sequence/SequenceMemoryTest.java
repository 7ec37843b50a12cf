package dev.unfold.driver.corpus.example.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.execution.SmallHeap;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleSchema;
import dev.unfold.worker.sequence.example.ExampleStream;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.ExampleFieldKinds;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.UnseenLabels;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a sequence of two million steps is encoded in a heap that cannot hold it. */
class SequenceMemoryTest {
  private static final int STEPS = 2_000_000;

  /** The heap, in MB: less than the bytes of the example, and of the arrays of its steps. */
  private static final int HEAP = 24;

  @TempDir private Path directory;

  @Test
  void aHeapThatIsSmallerThanTheSequenceIsEnough() throws Exception {
    String output = SmallHeap.run(HEAP, Encoding.class, directory.resolve("spool").toString());

    assertThat(Long.parseLong(output)).isGreaterThan(HEAP << 20);
  }

  /** Encodes a sequence and prints the number of its bytes. */
  static final class Encoding {
    private Encoding() {}

    public static void main(String[] arguments) throws IOException {
      InputColumns inputs =
          InputColumns.of(new InputSettings("x", InputSettings.Kind.FRAMES, 0, false, true, false));
      FieldSchema numbers = new FieldSchema.Numbers(FrameScale.none(2));
      ExampleRowEncoder encoder =
          new ExampleRowEncoder(
              new ExampleFieldKinds(inputs, new TargetSettings("", TargetSettings.Kind.NEXT, 0)),
              new ExampleSchema(numbers, numbers, new FieldSchema.None()),
              UnseenLabels.REFUSED);
      AtomicLong bytes = new AtomicLong();
      try (StepSpool sequence = new StepSpool(4096, () -> Path.of(arguments[0]).toFile())) {
        for (int step = 0; step < STEPS; step++) {
          FieldSequence input = new FieldSequence.Frames(new float[] {step, -step}, 2);
          sequence.add(new Example(input, new FieldSequence.Ids(new int[0])), 10);
        }
        sequence.complete();
        ExampleStream.encode(
            new SequenceWindow(sequence, encoder, 0, STEPS),
            encoded -> bytes.addAndGet(encoded.length));
      }
      System.out.println(bytes);
    }
  }
}
