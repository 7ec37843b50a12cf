package dev.unfold.driver.corpus.row;

import dev.unfold.driver.corpus.table.RowText;
import dev.unfold.driver.corpus.table.format.ValueRow;
import dev.unfold.worker.file.Sha256;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.sequence.row.PositionColumns;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.SequencePosition;
import dev.unfold.worker.sequence.row.TableRow;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows of a dataset for which predictions are made, read as part of a query of Spark.
 *
 * @param names the columns that are read
 * @param columns their places
 */
public record DatasetRows(List<String> names, RowColumns columns) implements Serializable {
  private static final String WHOLE = "unfold_whole_row";

  /** The number of hexadecimal digits that tell rows at the same position apart. */
  private static final int HASH_DIGITS = 16;

  /**
   * Returns the rows of a table with given settings, which has no target.
   *
   * @param configuration the configuration by which recordings are found
   */
  public static DatasetRows of(CorpusSettings settings, Configuration configuration)
      throws CorpusException {
    List<String> names = new ArrayList<>(settings.exampleColumns());
    return new DatasetRows(names, RowColumns.of(names::indexOf, settings, configuration));
  }

  /**
   * Returns a dataset that has each row as a whole, followed by all its columns.
   *
   * @see #columnsToRead
   */
  public static Dataset<Row> withWholeRow(Dataset<Row> rows) {
    Stream<Column> whole = Stream.of(functions.struct(rows.col("*")).as(WHOLE));
    return rows.select(Stream.concat(whole, Stream.of(rows.col("*"))).toArray(Column[]::new));
  }

  /** Returns the columns that {@link #read} needs of a dataset with whole rows, in their order. */
  public List<String> columnsToRead() {
    return Stream.concat(Stream.of(WHOLE), names.stream()).toList();
  }

  /**
   * Returns the rows of a partition. The place of a row is its number in the partition or, of a
   * step of a sequence, its position with a hash of its values, by which rows at the same position
   * are in an order that does not depend on partitions.
   *
   * @param rows the {@link #columnsToRead}; a row that cannot be used throws an {@link
   *     UncheckedIOException}
   */
  public Iterator<PredictionRow> read(Iterator<Row> rows) {
    String place = "partition " + TaskContext.getPartitionId() + " of the dataset";
    return new Iterator<>() {
      private long number;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public PredictionRow next() {
        number++;
        return row(rows.next(), new ValueRow.Place(place, "row", number));
      }
    };
  }

  /**
   * Returns the bytes that identify the sequence of a row that is a step.
   *
   * @param selected the {@link #columnsToRead}
   */
  public byte[] sequence(Row selected) {
    try {
      byte[] position = columns.position().position("a row of the dataset", values(selected));
      return Arrays.copyOf(position, SequencePosition.sequenceBytes(position));
    } catch (CorpusException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object[] values(Row selected) {
    Object[] values = new Object[names.size()];
    Arrays.setAll(values, i -> selected.get(i + 1));
    return values;
  }

  private PredictionRow row(Row selected, ValueRow.Place place) {
    Row whole = selected.getStruct(0);
    Object[] values = values(selected);
    try {
      TableRow read = columns.row(new ValueRow(place, values));
      boolean step = columns.position().sequence().rowsAreSteps();
      return new PredictionRow(
          step ? ofStep(values, whole) : read.place(), read.inputs(), read.position(), all(whole));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the place of a step, without the values of other columns. */
  private String ofStep(Object[] values, Row whole) {
    PositionColumns position = columns.position();
    List<String> named = new ArrayList<>();
    for (int i = 0; i < position.by().length; i++) {
      named.add(position.sequence().by().get(i) + " " + values[position.by()[i]]);
    }
    for (int i = 0; i < position.order().length; i++) {
      named.add(position.sequence().order().get(i) + " " + values[position.order()[i]]);
    }
    StringBuilder text = new StringBuilder();
    RowText.addInto(text, whole);
    String hash = Sha256.of(text.toString()).substring(0, HASH_DIGITS);
    return "row with " + Excerpt.oneLine(String.join(", ", named)) + ", hash " + hash;
  }

  private static List<Object> all(Row row) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, row::get);
    return Arrays.asList(values);
  }
}
