package dev.unfold.driver.corpus.example;

import dev.unfold.driver.corpus.example.sequence.SequenceAssembler;
import dev.unfold.driver.corpus.statistics.ChangeMoments;
import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import dev.unfold.worker.sequence.row.SequencePosition;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.TargetSettings;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Computes the moments of the changes of the input whose later steps are predicted, within rows
 * that are examples, or within the sequences of rows that are steps.
 */
final class ForecastMoments implements Serializable {
  /** The number of steps of a sequence that are in memory, besides those that they change from. */
  private static final int STEPS_AT_A_TIME = 4096;

  private static final long serialVersionUID = 1L;

  private final int column;
  private final int ahead;
  private final int season;
  private final boolean reversed;
  private final boolean logarithmic;
  private final SequenceSettings sequence;

  private ForecastMoments(InputColumns inputs, TargetSettings target, SequenceSettings sequence) {
    column = inputs.predicted(target);
    ahead = target.ahead();
    season = Math.max(1, target.season());
    reversed = inputs.reversed();
    logarithmic = inputs.columns().get(column).hasLogarithms();
    this.sequence = sequence;
  }

  /** Returns the moments of the rows of a table whose target is a later step of numbers. */
  static ChangeMoments of(JavaRDD<RawExample> rows, CorpusSettings settings) {
    ForecastMoments moments =
        new ForecastMoments(settings.columns(), settings.target(), settings.sequence());
    JavaRDD<ChangeMoments> parts =
        settings.sequence().rowsAreSteps()
            ? SequenceAssembler.sorted(rows.map(moments::step)).mapPartitions(moments::ofSteps)
            : rows.mapPartitions(moments::ofRows);
    ChangeMoments sums = moments.none();
    PartitionElements.collect(parts).forEach(sums::addAll);
    return sums;
  }

  private ChangeMoments none() {
    return new ChangeMoments(ahead, season, reversed);
  }

  private RawField.Numbers numbers(RawExample row) {
    RawField.Numbers numbers = (RawField.Numbers) row.inputs().get(column);
    return logarithmic
        ? new RawField.Numbers(
            Arrays.stream(numbers.values()).map(FrameScale::logarithm).toArray(), numbers.width())
        : numbers;
  }

  private Iterator<ChangeMoments> ofRows(Iterator<RawExample> rows) {
    ChangeMoments moments = none();
    rows.forEachRemaining(row -> moments.add(numbers(row), 0));
    return List.of(moments).iterator();
  }

  /** Returns the position of a step, followed by its numbers. */
  private byte[] step(RawExample row) {
    byte[] position = row.row().position();
    double[] values = numbers(row).values();
    ByteBuffer step = ByteBuffer.allocate(position.length + values.length * Double.BYTES);
    step.put(position).asDoubleBuffer().put(values);
    return step.array();
  }

  private Iterator<ChangeMoments> ofSteps(Iterator<byte[]> steps) {
    ChangeMoments moments = none();
    int history = Math.max(ahead, season);
    List<double[]> values = new ArrayList<>();
    int known = 0;
    byte[] before = null;
    while (steps.hasNext()) {
      byte[] step = steps.next();
      if (before != null && !SequencePosition.continues(before, step, sequence.gap())) {
        add(values, known, moments);
        values.clear();
        known = 0;
      } else if (values.size() == history + STEPS_AT_A_TIME) {
        add(values, known, moments);
        values.subList(0, STEPS_AT_A_TIME).clear();
        known = history;
      }
      values.add(numbers(step));
      before = step;
    }
    add(values, known, moments);
    return List.of(moments).iterator();
  }

  private double[] numbers(byte[] step) {
    int start = SequencePosition.bytes(step, sequence.order().size());
    double[] values = new double[(step.length - start) / Double.BYTES];
    ByteBuffer.wrap(step, start, step.length - start).asDoubleBuffer().get(values);
    return values;
  }

  /**
   * Adds numbers of a sequence, if they are of the same width.
   *
   * @param known the number of steps at the start that were added before
   */
  private static void add(List<double[]> values, int known, ChangeMoments moments) {
    if (!values.isEmpty()) {
      int width = values.get(0).length;
      if (values.stream().allMatch(frame -> frame.length == width)) {
        double[] all = values.stream().flatMapToDouble(Arrays::stream).toArray();
        moments.add(new RawField.Numbers(all, width), known);
      }
    }
  }
}
