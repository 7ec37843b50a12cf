package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.SparkJobs;
import dev.unfold.driver.prediction.column.OutputValues;
import dev.unfold.driver.prediction.sequence.RowBytes;
import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.prediction.NumberedExample;
import dev.unfold.worker.prediction.Prediction;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.row.PredictionRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * An iterator of rows with their predictions, in order. Rows are read window by window, so that
 * examples of similar length are predicted together and memory is bounded.
 */
final class PredictedRows extends BufferedRows {
  private static final int WINDOW_ROWS = 2048;

  private final Iterator<PredictionRow> rows;
  private final PredictionRowReader reader;
  private final ExamplePredictor predictor;
  private final OutputValues columns;
  private final boolean replaceUnknown;
  private final Counters counters;
  private long number;

  /**
   * What a task applies to rows, in this order.
   *
   * @param replaceUnknown whether unknown tokens are replaced by tokens of the rows
   */
  record Pipeline(
      PredictionRowReader reader,
      ExamplePredictor predictor,
      OutputValues columns,
      boolean replaceUnknown) {}

  /**
   * @param firstNumber the number of the first row among all rows
   */
  PredictedRows(
      Iterator<PredictionRow> rows, Pipeline pipeline, long firstNumber, Counters counters) {
    this.rows = rows;
    reader = pipeline.reader();
    predictor = pipeline.predictor();
    columns = pipeline.columns();
    replaceUnknown = pipeline.replaceUnknown();
    number = firstNumber;
    this.counters = counters;
  }

  @Override
  boolean hasUnread() {
    return rows.hasNext();
  }

  @Override
  List<Iterator<Row>> predict() throws CorpusException {
    List<PredictionRow> window = new ArrayList<>();
    List<Optional<NumberedExample>> read = new ArrayList<>();
    long steps = 0;
    long bytes = 0;
    while (rows.hasNext() && window.size() < WINDOW_ROWS && isRoom(steps, bytes)) {
      PredictionRow row = rows.next();
      bytes += RowBytes.of(row.values());
      Optional<Example> example = reader.read(row);
      long ofRow = number++;
      window.add(row);
      List<String> texts =
          replaceUnknown && example.isPresent() ? reader.encoder().texts(row) : List.of();
      read.add(example.map(value -> new NumberedExample(ofRow, value, texts)));
      steps += example.map(value -> value.input().steps()).orElse(0);
    }
    List<NumberedExample> examples = read.stream().flatMap(Optional::stream).toList();
    Iterator<Prediction> predictions = predictor.predict(examples, SparkJobs::cancelled).iterator();
    List<Row> predicted = new ArrayList<>();
    for (int i = 0; i < window.size(); i++) {
      Optional<Prediction> prediction = read.get(i).map(example -> predictions.next());
      predicted.add(with(window.get(i).values(), columns.values(prediction)));
    }
    counters.add(window.size(), window.size() - examples.size());
    return List.of(predicted.iterator());
  }

  private static Row with(List<?> row, List<Object> predicted) {
    List<Object> values = new ArrayList<>(row);
    values.addAll(predicted);
    return RowFactory.create(values.toArray());
  }
}
