package dev.unfold.driver.operation;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.PredictionInput;
import dev.unfold.driver.prediction.PredictionListener;
import dev.unfold.driver.prediction.TablePredictor;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Predictions or scores of a model for the rows of a table. */
public final class PredictionOperation {
  private final TableModel model;
  private final RequestedSource source;
  private final PredictionInput input;
  private final PredictionOutput output;
  private final PredictionOptions options;

  /**
   * Detects errors that are known before Spark starts. Changes nothing.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if a request does not
   *     suit the model, or the format of the output its predictions
   * @throws IOException if a path of the input does not exist, or the model is a language model
   */
  public PredictionOperation(
      LoadedModel loaded,
      RequestedInput input,
      PredictionOutput output,
      RequestedOutputs requested,
      Configuration hadoop)
      throws IOException {
    model = TableModel.of(loaded.path(), loaded.model());
    options = requested.of(model, loaded.folder());
    TablePredictor.requireFits(model, options.outputs(), output);
    source = input.source();
    this.input = input.of(model.preprocessing());
    this.output = output;
    TablePredictor.check(model, options, this.input, output, hadoop);
  }

  /**
   * Rejects an output that exists or cannot be written, before the model is read.
   *
   * @throws IOException if it cannot be written, or a file system does not answer
   */
  public static void requireOutput(
      List<String> input, PredictionOutput output, Configuration hadoop) throws IOException {
    List<String> paths = Stream.concat(Stream.of(output.path()), input.stream()).toList();
    NameNodeCheck.withDefaults().require(paths, hadoop);
    output.requireFree(hadoop);
  }

  /**
   * Writes all rows with their predictions, in order.
   *
   * @throws IOException if the table cannot be used, or a task fails
   */
  public PredictionCounts run(JavaSparkContext spark, Kernels kernels, PredictionListener listener)
      throws IOException {
    TablePredictor predictor = new TablePredictor(spark, model, kernels, options);
    return source.reading(() -> predictor.predict(input, output, listener));
  }
}
