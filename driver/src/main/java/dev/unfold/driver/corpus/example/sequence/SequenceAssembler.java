package dev.unfold.driver.corpus.example.sequence;

import dev.unfold.driver.corpus.row.SequencePartitioner;
import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.ExampleCodec;
import dev.unfold.worker.sequence.example.ExampleSteps;
import dev.unfold.worker.sequence.row.ExampleRowEncoder;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.SequencePosition;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Joins the rows of a table that are steps into the examples of sequences. The rows are grouped and
 * sorted by Spark, which needs no sequence in memory; the encoded steps of one sequence at a time
 * are in memory or, if there are many, in a temporary file ({@link StepSpool}).
 *
 * <p>A step is the bytes of its {@link SequencePosition}, followed by those of its fields, so that
 * rows of the same position are ordered by their content.
 */
public final class SequenceAssembler {
  /** The number of steps up to which a sequence is in memory, unless they are large. */
  private static final int BLOCK_STEPS = 4096;

  private final ExampleRowEncoder encoder;
  private final SequenceSettings settings;

  public SequenceAssembler(ExampleRowEncoder encoder, SequenceSettings settings) {
    this.encoder = encoder;
    this.settings = settings;
  }

  /** Returns the steps of rows, grouped by sequence and in order. */
  public static JavaRDD<byte[]> sorted(JavaRDD<byte[]> steps) {
    return SequencePartitioner.sorted(steps.mapToPair(step -> new Tuple2<>(step, (byte) 0))).keys();
  }

  /** Returns the step of each row. */
  public Iterator<byte[]> steps(Iterator<RawExample> rows) {
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
   * Returns the examples of sequences; an element is empty if a sequence is too short for one. An
   * example can be read until the next one is requested.
   *
   * @param steps steps as of {@link #sorted}, of the partition of a task
   */
  public Iterator<Optional<ExampleSteps>> examples(Iterator<byte[]> steps) {
    StepSpool sequence = new StepSpool(BLOCK_STEPS, SequenceAssembler::newTemporaryFile);
    SparkJobs.closeWithTask(sequence);
    return new Examples(steps, sequence);
  }

  /** Returns a new file in a folder to which Spark writes what it sorts, too. */
  private static File newTemporaryFile() {
    return SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock()._2();
  }

  private final class Examples implements Iterator<Optional<ExampleSteps>> {
    private final Iterator<byte[]> steps;
    private final StepSpool sequence;
    private byte[] next;

    /** The first step of the next window of the sequence; -1 if there is none. */
    private int from = -1;

    Examples(Iterator<byte[]> steps, StepSpool sequence) {
      this.steps = steps;
      this.sequence = sequence;
      next = steps.hasNext() ? steps.next() : null;
    }

    @Override
    public boolean hasNext() {
      return from >= 0 || next != null;
    }

    @Override
    public Optional<ExampleSteps> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (from < 0) {
        readSequence();
        from = 0;
      }
      return window();
    }

    /** Reads the steps up to the next sequence or gap. */
    private void readSequence() {
      sequence.clear();
      byte[] before = next;
      try {
        while (next != null && SequencePosition.continues(before, next, settings.gap())) {
          int start = SequencePosition.bytes(next, settings.order().size());
          byte[] fields = Arrays.copyOfRange(next, start, next.length);
          sequence.add(ExampleCodec.decode(fields), fields.length);
          before = next;
          next = steps.hasNext() ? steps.next() : null;
        }
        sequence.complete();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns the next window of the sequence; the last one ends with it. */
    private Optional<ExampleSteps> window() {
      int to = settings.window().end(from, sequence.steps());
      ExampleSteps window = new SequenceWindow(sequence, encoder, from, to);
      from = to == sequence.steps() ? -1 : from + settings.window().stride();
      if (window.steps() < 1) {
        return Optional.empty();
      }
      return Optional.of(
          window.steps() <= window.stepsAtATime()
              ? ExampleSteps.of(window.range(0, window.steps()))
              : window);
    }
  }
}
