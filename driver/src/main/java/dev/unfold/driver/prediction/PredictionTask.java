package dev.unfold.driver.prediction;

import dev.unfold.driver.corpus.example.InputRow;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.worker.prediction.ExampleNetwork;
import dev.unfold.worker.prediction.ExamplePredictor;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.tensor.Gemm;
import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;

/**
 * Predicts something of the rows of a partition, with kernels and networks of its own until the
 * task ends.
 *
 * @param how what a model is, and what it predicts
 * @param parameters the flat vector, in the layout of the network
 * @param firstNumbers of the first row of each partition among all rows
 * @param done counts the rows
 */
record PredictionTask(
    How how, Broadcast<float[]> parameters, long[] firstNumbers, LongAccumulator done)
    implements Serializable {

  /** The configuration that all partitions share. */
  record How(
      PredictionRowReader reader,
      ExampleNetwork network,
      PredictionOptions options,
      PredictedColumns columns,
      Kernels kernels)
      implements Serializable {}

  Iterator<Row> predict(int partition, Iterator<InputRow> rows) {
    Gemm gemm = how.kernels().open();
    ExamplePredictor predictor =
        new ExamplePredictor(how.network(), how.options(), gemm, parameters.value());
    TaskContext.get()
        .addTaskCompletionListener(
            task -> {
              predictor.close();
              gemm.close();
            });
    return new PredictedRows(
        rows,
        new PredictedRows.Steps(how.reader(), predictor, how.columns()),
        firstNumbers[partition],
        done);
  }
}
