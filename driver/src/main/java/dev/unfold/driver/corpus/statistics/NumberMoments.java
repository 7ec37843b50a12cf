package dev.unfold.driver.corpus.statistics;

import dev.unfold.driver.corpus.row.RawExample;
import dev.unfold.driver.corpus.row.RawField;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The moments of all numbers of the rows of a table, which is read once for all columns. It is an
 * ordinary class, which Kryo can read.
 */
public final class NumberMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<FieldMoments> inputs = new ArrayList<>();
  private final FieldMoments target = new FieldMoments();

  /** Returns the moments of rows, which have none in fields that are not numbers. */
  public static NumberMoments of(JavaRDD<RawExample> rows) {
    return rows.mapPartitions(NumberMoments::sum)
        .treeReduce(
            (sums, others) -> {
              sums.addAll(others);
              return sums;
            });
  }

  private static Iterator<NumberMoments> sum(Iterator<RawExample> rows) {
    NumberMoments moments = new NumberMoments();
    rows.forEachRemaining(moments::add);
    return List.of(moments).iterator();
  }

  private void add(RawExample row) {
    List<RawField> fields = row.inputs();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i) instanceof RawField.Numbers numbers) {
        input(i).add(numbers);
      }
    }
    if (row.targetValues() instanceof RawField.Numbers numbers) {
      target.add(numbers);
    }
  }

  private void addAll(NumberMoments other) {
    for (int i = 0; i < other.inputs.size(); i++) {
      input(i).addAll(other.inputs.get(i));
    }
    target.addAll(other.target);
  }

  /** Returns the moments of an input. */
  public FieldMoments input(int column) {
    while (inputs.size() <= column) {
      inputs.add(new FieldMoments());
    }
    return inputs.get(column);
  }

  /** Returns the moments of the target. */
  public FieldMoments target() {
    return target;
  }
}
