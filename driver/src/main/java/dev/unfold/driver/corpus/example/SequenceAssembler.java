package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.row.SequencePartitioner;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.ExampleBuilder;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleFormatException;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.SequencePosition;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Joins the rows of a table that are steps into the examples of sequences. The rows are grouped and
 * sorted by Spark, which needs no sequence in memory. The encoded steps of one sequence at a time
 * are in memory.
 *
 * <p>A step is the bytes of its {@link SequencePosition}, followed by those of its fields, so that
 * rows of the same position are ordered by their content.
 */
final class SequenceAssembler {
  private final ExampleRowEncoder encoder;
  private final SequenceSettings settings;

  SequenceAssembler(ExampleRowEncoder encoder, SequenceSettings settings) {
    this.encoder = encoder;
    this.settings = settings;
  }

  /** Returns the steps of rows, grouped by sequence and in order. */
  static JavaRDD<byte[]> sorted(JavaRDD<byte[]> steps) {
    return SequencePartitioner.sorted(steps.mapToPair(step -> new Tuple2<>(step, (byte) 0))).keys();
  }

  /** Returns the step of each row. */
  Iterator<byte[]> steps(Iterator<RawExample> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public byte[] next() {
        return step(rows.next());
      }
    };
  }

  private byte[] step(RawExample row) {
    try {
      byte[] position = row.row().position();
      byte[] fields = ExampleCodec.encode(encoder.encodeFields(row));
      return ByteBuffer.allocate(position.length + fields.length).put(position).put(fields).array();
    } catch (CorpusException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the examples of sequences; an element is empty if a sequence is too short for one.
   *
   * @param steps steps as of {@link #sorted}
   */
  Iterator<Optional<Example>> examples(Iterator<byte[]> steps) {
    return new Examples(steps);
  }

  private final class Examples implements Iterator<Optional<Example>> {
    private final Iterator<byte[]> steps;
    private byte[] next;

    /** The sequence whose windows are returned; null if there is none. */
    private Example sequence;

    /** The first step of its next window. */
    private int from;

    Examples(Iterator<byte[]> steps) {
      this.steps = steps;
      next = steps.hasNext() ? steps.next() : null;
    }

    @Override
    public boolean hasNext() {
      return sequence != null || next != null;
    }

    @Override
    public Optional<Example> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (sequence == null) {
        sequence = sequence();
        from = 0;
      }
      return window();
    }

    /** Reads the steps up to the next sequence or gap. */
    private Example sequence() {
      ExampleBuilder sequence = new ExampleBuilder();
      byte[] before = next;
      while (next != null && SequencePosition.continues(before, next, settings.gap())) {
        sequence.add(fields(next));
        before = next;
        next = steps.hasNext() ? steps.next() : null;
      }
      return sequence.build();
    }

    private Example fields(byte[] step) {
      int start = SequencePosition.bytes(step, settings.order().size());
      try {
        return ExampleCodec.decode(Arrays.copyOfRange(step, start, step.length));
      } catch (ExampleFormatException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the next window of the sequence; the last one ends with it. */
    private Optional<Example> window() {
      int steps = sequence.input().steps();
      int to = settings.window().end(from, steps);
      Example window = encoder.bounded(window(sequence, from, to), from == 0, to == steps);
      from += settings.window().stride();
      if (to == steps) {
        sequence = null;
      }
      return example(window);
    }

    private Optional<Example> example(Example fields) {
      try {
        return encoder.finish(fields);
      } catch (IllegalArgumentException e) {
        throw new UncheckedIOException(
            new CorpusException(
                ExampleRowEncoder.DIFFERENCE
                    + ": expected "
                    + ExampleRowEncoder.NEAR
                    + ", found in a sequence "
                    + ExampleRowEncoder.TOO_LARGE));
      }
    }

    /**
     * Returns some of the steps. If steps have no targets of their own, the target and its weight
     * are those of the last.
     */
    private Example window(Example sequence, int from, int to) {
      int first = encoder.kinds().target().kind().isPerStep() ? from : to - 1;
      FieldSequence target = sequence.target();
      return new Example(
          sequence.input().range(from, to),
          target.steps() > 0 ? target.range(first, to) : target,
          sequence.characters().map(words -> words.range(from, to)),
          sequence.weights().map(weights -> weights.range(first, to)));
    }
  }
}
