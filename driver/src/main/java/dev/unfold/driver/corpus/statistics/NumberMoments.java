package dev.unfold.driver.corpus.statistics;

import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.sequence.example.FrameScale;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The moments of all numbers of the rows of a table, which is read once for all columns. It is an
 * ordinary class, which Kryo can read.
 */
final class NumberMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<FieldMoments> inputs = new ArrayList<>();
  private final FieldMoments target = new FieldMoments();
  private final BitSet logarithmic;

  private NumberMoments(BitSet logarithmic) {
    this.logarithmic = logarithmic;
  }

  /**
   * Returns the moments of rows, which have none in fields that are not numbers.
   *
   * @param logarithmic the indices of the inputs that are replaced by their logarithms
   */
  static NumberMoments of(JavaRDD<RawExample> rows, BitSet logarithmic) {
    NumberMoments sums = new NumberMoments(logarithmic);
    PartitionElements.collect(rows.mapPartitions(partition -> sum(partition, logarithmic)))
        .forEach(sums::addAll);
    return sums;
  }

  /** Returns the moments of rows without numbers. */
  static NumberMoments none(BitSet logarithmic) {
    return new NumberMoments(logarithmic);
  }

  private static Iterator<NumberMoments> sum(Iterator<RawExample> rows, BitSet logarithmic) {
    NumberMoments moments = new NumberMoments(logarithmic);
    rows.forEachRemaining(moments::add);
    return List.of(moments).iterator();
  }

  private void add(RawExample row) {
    List<RawField> fields = row.inputs();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i) instanceof RawField.Numbers numbers) {
        input(i).add(logarithmic.get(i) ? logarithms(numbers) : numbers);
      }
    }
    if (row.targetValues() instanceof RawField.Numbers numbers) {
      target.add(numbers);
    }
  }

  private static RawField.Numbers logarithms(RawField.Numbers numbers) {
    double[] logarithms = Arrays.stream(numbers.values()).map(FrameScale::logarithm).toArray();
    return new RawField.Numbers(logarithms, numbers.width());
  }

  private void addAll(NumberMoments other) {
    for (int i = 0; i < other.inputs.size(); i++) {
      input(i).addAll(other.inputs.get(i));
    }
    target.addAll(other.target);
  }

  /** Returns the moments of an input. */
  FieldMoments input(int column) {
    while (inputs.size() <= column) {
      inputs.add(new FieldMoments());
    }
    return inputs.get(column);
  }

  /** Returns the moments of the target. */
  FieldMoments target() {
    return target;
  }
}
