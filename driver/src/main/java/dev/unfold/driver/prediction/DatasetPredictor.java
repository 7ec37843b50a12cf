package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.query.SparkTable;
import dev.unfold.driver.corpus.row.DatasetRows;
import dev.unfold.driver.corpus.row.SpeakerNormalization;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.sequence.SortedSteps;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.sequence.row.PredictionRowEncoder;
import dev.unfold.worker.sequence.row.SpeakerColumn;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import dev.unfold.worker.settings.corpus.InputColumns;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Predictions for the rows of a dataset as a dataset, which Spark computes when it is used. There
 * is one pass over the rows; a row that cannot be used fails the task that reads it. Where
 * recordings are normalized over those of a speaker, a pass before it, at once, measures the
 * speakers.
 *
 * @param model the model
 * @param inputs the columns that it reads, in the order of its inputs
 * @param columns the columns of the predictions
 * @param options the options of prediction; sequences are not sampled
 * @param kernels the kernels of the tasks
 */
public record DatasetPredictor(
    TableModel model,
    List<String> inputs,
    OutputValues columns,
    PredictionOptions options,
    Kernels kernels) {
  /** The name of a dataset in messages. */
  private static final String NAME = "the dataset";

  /**
   * Returns the rows with the columns of the predictions. Where rows are steps, they are grouped by
   * sequence and in order; otherwise they stay in their partitions and their order.
   *
   * @throws CorpusException if a column that the model reads is missing
   * @throws IOException if a pass before the predictions fails
   */
  public Dataset<Row> predict(Dataset<Row> rows) throws IOException {
    DatasetRows reader = reader(rows);
    Dataset<Row> selected = selected(rows, reader);
    Reading read = reading(selected, reader);
    PredictionTask task = task(rows);
    StructType all = withPredictions(rows.schema());
    if (!model.preprocessing().sequence().rowsAreSteps()) {
      MapPartitionsFunction<Row, Row> predict = partition -> task.predict(0, read.read(partition));
      return named(selected.mapPartitions(predict, encoder(all)), all);
    }
    SortedSteps sorted = new SortedSteps(numbered(rows.schema()));
    MapPartitionsFunction<Row, Row> predict =
        partition -> task.predictSequences(sorted.read(partition));
    return named(
        sorted
            .of(selected, partition -> task.steps(read.read(partition)))
            .mapPartitions(predict, encoder(all)),
        all);
  }

  /**
   * Returns the reading of rows, which has the moments of their speakers if the model needs them.
   */
  private Reading reading(Dataset<Row> selected, DatasetRows reader) throws IOException {
    InputColumns read = input(inputs).inputs(model.preprocessing());
    if (!read.haveSpeakers()) {
      return reader::read;
    }
    if (selected.isStreaming()) {
      throw new CorpusException(
          ErrorKind.USAGE,
          "the model normalizes recordings over all those of a speaker ("
              + SpeakerColumn.KEY
              + "), which a stream does not have: read the rows as a dataset that is not streaming");
    }
    SpeakerNormalization speakers =
        SpeakerNormalization.of(
            new JavaSparkContext(selected.sparkSession().sparkContext()),
            read,
            selected.javaRDD().mapPartitions(reader::read).map(PredictionRow::inputs));
    return rows -> speakers.normalized(reader.read(rows));
  }

  /** The reading of the rows of a partition. */
  private interface Reading extends Serializable {
    Iterator<PredictionRow> read(Iterator<Row> rows);
  }

  private static PredictionInput input(List<String> inputs) {
    return new PredictionInput(List.of(NAME), CorpusFormat.TABLE, true, inputs);
  }

  /** Returns the reader of the rows. */
  public DatasetRows reader(Dataset<Row> rows) throws CorpusException {
    return DatasetRows.of(
        input(inputs).settings(model.preprocessing()),
        rows.sparkSession().sparkContext().hadoopConfiguration());
  }

  /** Returns the encoder of the rows of a dataset. */
  public static PredictionRowEncoder encoder(TableModel model, List<String> inputs) {
    return input(inputs).encoder(model);
  }

  /**
   * Returns the columns of rows that a reader needs.
   *
   * @throws CorpusException if one is missing
   */
  public static Dataset<Row> selected(Dataset<Row> rows, DatasetRows read) throws CorpusException {
    return new SparkTable(NAME, DatasetRows.withWholeRow(rows), Map.of())
        .select(read.columnsToRead())
        .rows();
  }

  /** Returns columns followed by those of the predictions. */
  public StructType withPredictions(StructType rows) {
    StructType all = rows;
    for (StructField field : columns.fields()) {
      all = all.add(field);
    }
    return all;
  }

  /** Returns the encoder of rows to whose columns {@link #named} then gives their names. */
  public static Encoder<Row> encoder(StructType columns) {
    return Encoders.row(numbered(columns));
  }

  /** Returns columns with names that differ, as those of a joined dataset may not. */
  private static StructType numbered(StructType columns) {
    StructType numbered = new StructType();
    for (StructField field : columns.fields()) {
      numbered = numbered.add("c" + numbered.size(), field.dataType(), field.nullable());
    }
    return numbered;
  }

  /**
   * Returns rows whose columns have their names, and their metadata, which an encoder of rows does
   * not keep.
   */
  public static Dataset<Row> named(Dataset<Row> rows, StructType columns) {
    String[] numbers = rows.columns();
    Column[] named =
        IntStream.range(0, numbers.length)
            .mapToObj(
                i -> rows.col(numbers[i]).as(columns.apply(i).name(), columns.apply(i).metadata()))
            .toArray(Column[]::new);
    return rows.select(named);
  }

  private PredictionTask task(Dataset<Row> rows) {
    JavaSparkContext spark = new JavaSparkContext(rows.sparkSession().sparkContext());
    PredictionRowReader reader =
        PredictionRowReader.of(model, input(inputs), CorpusFormat.PARQUET, rows.schema());
    return new PredictionTask(
        new PredictionTask.Configuration(
            reader, model.network(), options, columns, kernels, BufferedRows.MAX_STEPS),
        spark.broadcast(model.model().parameters()),
        BufferedRows.Counters.of(spark));
  }
}
