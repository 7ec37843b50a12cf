package dev.unfold.driver.prediction.sequence;

import dev.unfold.driver.corpus.row.SequencePartitioner;
import dev.unfold.driver.execution.MappedIterator;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a dataset that are steps, grouped by sequence and in order. Spark groups and sorts
 * them when they are used, and needs no sequence in memory.
 *
 * @param columns the columns of the rows
 */
public record SortedSteps(StructType columns) implements Serializable {
  private static final String SEQUENCE = "unfold_sequence";
  private static final String KEY = "unfold_key";
  private static final String VALUES = "unfold_values";
  private static final int KEY_INDEX = 1;
  private static final int VALUES_INDEX = 2;

  /** The number of partitions for each core: more of them only make a query of few rows slow. */
  private static final int PARTITIONS_PER_CORE = 4;

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
            .add(VALUES, columns, false);
    MapPartitionsFunction<Row, Row> steps =
        partition -> new MappedIterator<>(reading.read(partition), SortedSteps::keyed);
    return rows.mapPartitions(steps, Encoders.row(keyed))
        .repartition(partitions(rows.sparkSession()), functions.col(SEQUENCE))
        .sortWithinPartitions(functions.col(KEY));
  }

  /**
   * Returns the number of partitions. Without it, Spark would choose one by the number of bytes, of
   * which a model needs few for much work.
   */
  private static int partitions(SparkSession session) {
    return Math.min(
        session.sessionState().conf().defaultNumShufflePartitions(),
        PARTITIONS_PER_CORE * session.sparkContext().defaultParallelism());
  }

  private static Row keyed(SequenceRow step) {
    return RowFactory.create(
        SequencePartitioner.hash(step.key()), step.key(), RowFactory.create(step.values()));
  }

  /** Returns the steps of a partition. */
  public Iterator<SequenceRow> read(Iterator<Row> sorted) {
    return new MappedIterator<>(sorted, this::step);
  }

  private SequenceRow step(Row keyed) {
    Row row = keyed.getStruct(VALUES_INDEX);
    Object[] values = new Object[columns.size()];
    Arrays.setAll(values, row::get);
    return new SequenceRow(keyed.getAs(KEY_INDEX), values);
  }
}
