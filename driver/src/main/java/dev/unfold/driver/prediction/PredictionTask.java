package dev.unfold.driver.prediction;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * Makes predictions for the rows of a partition, with its own kernels and networks until the task
 * ends.
 *
 * @param configuration the model and its predictions
 * @param parameters the flat vector, in the layout of the network
 * @param firstNumbers the number of the first row of each partition among all rows
 * @param done the counter of rows that were read
 * @param empty the counter of rows without a prediction
 */
record PredictionTask(
    Configuration configuration,
    Broadcast<float[]> parameters,
    long[] firstNumbers,
    LongAccumulator done,
    LongAccumulator empty)
    implements Serializable {

  /** The configuration that all partitions share. */
  record Configuration(
      PredictionRowReader reader,
      ExampleNetwork network,
      PredictionOptions options,
      OutputValues columns,
      Kernels kernels)
      implements Serializable {}

  /** Predicts rows that are examples. */
  Iterator<Row> predict(int partition, Iterator<PredictionRow> rows) {
    return new PredictedRows(rows, pipeline(), firstNumbers[partition], done, empty);
  }

  /**
   * Predicts rows that are steps.
   *
   * @param rows the rows, sorted by their keys
   */
  Iterator<Row> predictSteps(Iterator<SequenceRow> rows) {
    return new PredictedSequences(
        new RowSequences(rows, configuration.reader().sequence()), pipeline(), done, empty);
  }

  private PredictedRows.Pipeline pipeline() {
    Gemm gemm = configuration.kernels().open();
    ExamplePredictor predictor =
        new ExamplePredictor(
            configuration.network(), configuration.options(), gemm, parameters.value());
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              predictor.close();
              gemm.close();
            });
    return new PredictedRows.Pipeline(configuration.reader(), predictor, configuration.columns());
  }
}
