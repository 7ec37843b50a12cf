package dev.unfold.jobs;

import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.PredictionOperation;
import dev.unfold.driver.operation.RequestedOutputs;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.jobs.option.TableOptions;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.jobs.progress.ProgressDisplay;
import dev.unfold.jobs.progress.RowProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/**
 * What commands do that apply a model to the rows of a table.
 *
 * @param name the name of the command
 * @param options the table, the model and the output
 */
record TableCommand(String name, TableOptions options) {
  /**
   * Writes the table with the outputs of the model, and prints the counts.
   *
   * @param column the name of the first column that is added
   * @throws IOException if the table cannot be used, or a task fails
   */
  void run(RequestedOutputs requested, String column, PrintWriter out) throws IOException {
    PredictionOutput output = options.output(column);
    Configuration hadoop = SparkContexts.hadoop();
    PredictionOperation.requireOutput(output, hadoop);
    PredictionOperation operation =
        new PredictionOperation(
            LoadedModel.read(options.model(), hadoop), options.input(), output, requested, hadoop);
    PredictionCounts counts =
        SparkContexts.run(
            "unfold " + name + " " + options.model(),
            spark -> {
              try (RowProgress progress = ProgressDisplay.ofRows()) {
                return operation.run(spark, options.kernels(), progress);
              }
            });
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d without prediction, in %s%s%n",
        counts.rows(),
        counts.withoutPrediction(),
        output.path(),
        counts.written() == counts.rows()
            ? ""
            : String.format(Locale.ROOT, ", which has %,d rows", counts.written()));
    out.flush();
  }
}
