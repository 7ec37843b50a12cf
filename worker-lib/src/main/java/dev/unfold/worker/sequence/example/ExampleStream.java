package dev.unfold.worker.sequence.example;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Encodes examples that may not fit into memory, field by field, into the bytes of {@link
 * ExampleCodec}. The steps are read again for each field.
 */
public final class ExampleStream {
  private final ExampleSteps example;
  private final Consumer<byte[]> out;

  private ExampleStream(ExampleSteps example, Consumer<byte[]> out) {
    this.example = example;
    this.out = out;
  }

  /** Passes the bytes of an example without weights to a consumer. */
  public static void encode(ExampleSteps example, Consumer<byte[]> out) {
    Example start = example.range(0, 1);
    ExampleStream stream = new ExampleStream(example, out);
    out.accept(new byte[] {(byte) (start.characters().isPresent() ? ExampleCodec.CHARACTERS : 0)});
    stream.field(Example::input);
    stream.field(Example::target);
    if (start.characters().isPresent()) {
      stream.field(range -> range.characters().orElseThrow());
    }
  }

  /** Passes the bytes of the weights of an example to a consumer; none if it has no weights. */
  public static void encodeWeights(ExampleSteps example, Consumer<byte[]> out) {
    if (example.range(example.steps() - 1, example.steps()).weights().isPresent()) {
      new ExampleStream(example, out)
          .field(
              range -> range.weights().orElseGet(() -> new FieldSequence.Frames(new float[0], 1)));
    }
  }

  private void field(Function<Example, FieldSequence> field) {
    FieldSequence start = field.apply(example.range(0, 1));
    if (start instanceof FieldSequence.Parts parts) {
      int count = parts.parts().size();
      write(writer -> writer.parts(count));
      for (int i = 0; i < count; i++) {
        int part = i;
        plain(range -> field.apply(range).part(part));
      }
      return;
    }
    Runs runs = new Runs();
    example.forEachRange(range -> runs.add(field.apply(range)));
    if (runs.isMasked()) {
      write(FieldWriter::masked);
    }
    plain(range -> values(field.apply(range)));
    if (runs.isMasked()) {
      Runs written = new Runs();
      example.forEachRange(
          range -> write(writer -> written.add(field.apply(range)).forEach(writer::whole)));
      write(writer -> writer.whole(written.last()));
    }
  }

  private static FieldSequence values(FieldSequence field) {
    return field instanceof MaskedField masked ? masked.field() : field;
  }

  private void plain(Function<Example, FieldSequence> field) {
    long[] steps = new long[1];
    example.forEachRange(range -> steps[0] += field.apply(range).steps());
    FieldSequence start = field.apply(example.range(0, 1));
    write(writer -> writer.header(start, Math.toIntExact(steps[0])));
    example.forEachRange(range -> write(writer -> writer.values(field.apply(range))));
  }

  private void write(Consumer<FieldWriter> content) {
    FieldWriter writer = new FieldWriter();
    content.accept(writer);
    out.accept(writer.toBytes());
  }

  /** The lengths of the runs of steps without and with a value, in turn. */
  private static final class Runs {
    private boolean isMasked;
    private boolean value;
    private int length;

    /** Adds the next steps and returns the runs that have ended. */
    List<Integer> add(FieldSequence field) {
      List<Integer> ended = new ArrayList<>();
      for (int step = 0; step < field.steps(); step++) {
        if (field.hasValue(step) != value) {
          ended.add(length);
          length = 0;
          value = !value;
        }
        isMasked |= !value;
        length++;
      }
      return ended;
    }

    boolean isMasked() {
      return isMasked;
    }

    /** Returns the length of the run that has not ended. */
    int last() {
      return length;
    }
  }
}
