package dev.unfold.driver.prediction.sequence;

import dev.unfold.driver.corpus.row.SequencePartitioner;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a dataset that are steps, grouped by sequence and in order. Spark groups and sorts
 * them when they are used, in partitions of its choice, and needs no sequence in memory.
 *
 * @param columns the columns of the rows
 */
public record SortedSteps(StructType columns) implements Serializable {
  private static final String SEQUENCE = "unfold_sequence";
  private static final String KEY = "unfold_key";
  private static final String ROW = "unfold_row";

  /** The reading of the steps of a partition. */
  public interface Reading extends Serializable {
    Iterator<SequenceRow> read(Iterator<Row> rows);
  }

  /**
   * Returns the steps as rows of which {@link #read} returns the steps.
   *
   * @param rows the rows as the reading needs them
   */
  public Dataset<Row> of(Dataset<Row> rows, Reading reading) {
    StructType keyed =
        new StructType()
            .add(SEQUENCE, DataTypes.IntegerType, false)
            .add(KEY, DataTypes.BinaryType, false)
            .add(ROW, columns, false);
    MapPartitionsFunction<Row, Row> steps = partition -> keyed(reading.read(partition));
    return rows.mapPartitions(steps, Encoders.row(keyed))
        .repartition(functions.col(SEQUENCE))
        .sortWithinPartitions(functions.col(KEY));
  }

  private static Iterator<Row> keyed(Iterator<SequenceRow> steps) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return steps.hasNext();
      }

      @Override
      public Row next() {
        SequenceRow step = steps.next();
        return RowFactory.create(
            SequencePartitioner.hash(step.key()), step.key(), RowFactory.create(step.values()));
      }
    };
  }

  /** Returns the steps of a partition. */
  public Iterator<SequenceRow> read(Iterator<Row> sorted) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sorted.hasNext();
      }

      @Override
      public SequenceRow next() {
        Row step = sorted.next();
        Row row = step.getStruct(2);
        Object[] values = new Object[columns.size()];
        Arrays.setAll(values, row::get);
        return new SequenceRow(step.getAs(1), values);
      }
    };
  }
}
