package dev.unfold.driver.operation;

import dev.unfold.driver.corpus.query.ProgramTables;
import dev.unfold.driver.corpus.query.RecordingFolders;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.PredictionInput;
import dev.unfold.driver.prediction.PredictionListener;
import dev.unfold.driver.prediction.TablePredictor;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.driver.storage.fs.NameNodeCheck;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.prediction.TableModel;
import dev.unfold.worker.sequence.row.SpeakerColumn;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Predictions or scores of a model for the rows of a table. */
public final class PredictionOperation {
  private final TableModel model;
  private final RequestedSource source;
  private final PredictionInput input;
  private final PredictionOutput output;
  private final PredictionOptions options;
  private final Optional<RecordingFolders> recordings;

  /**
   * Detects errors that are known before Spark starts. Changes nothing.
   *
   * @throws dev.unfold.worker.settings.validation.InvalidSettingException if a request does not
   *     suit the model, or the format of the output its predictions
   * @throws IOException if a path of the input does not exist, a file system does not answer, the
   *     model is a language model, or that of a search does not suit it
   */
  public PredictionOperation(
      LoadedModel loaded,
      RequestedInput input,
      PredictionOutput output,
      RequestedOutputs requested,
      Configuration hadoop)
      throws IOException {
    model = TableModel.of(loaded.path(), loaded.model());
    options = requested.of(model, loaded.folder(), hadoop);
    TablePredictor.requireFits(model, options.outputs(), output);
    source = input.source();
    this.input = input.of(model.preprocessing());
    this.output = output;
    if (!this.input.format().isQuery() || input.isRecordings()) {
      NameNodeCheck.withDefaults().require(input.paths(), hadoop);
    }
    TablePredictor.check(model, options, this.input, output, hadoop);
    if (input.isRecordings()) {
      requireRecordings(model.preprocessing().inputs());
      recordings = Optional.of(RecordingFolders.of(input.paths(), hadoop));
    } else {
      recordings = Optional.empty();
    }
  }

  /** Rejects folders of recordings for a model that reads more than each recording by itself. */
  static void requireRecordings(List<InputSettings> inputs) {
    InvalidSettingException.require(
        inputs.size() == 1 && inputs.get(0).kind() == InputSettings.Kind.AUDIO,
        "--format",
        "a table for a model that does not read recordings alone (corpus.input.kind = audio)",
        "wav");
    InvalidSettingException.require(
        !inputs.get(0).hasSpeaker(),
        "--format",
        "a table with the column "
            + inputs.get(0).audio().speaker()
            + ", since the model normalizes recordings over all those of a speaker ("
            + SpeakerColumn.KEY
            + ")",
        "wav");
  }

  /**
   * Rejects an output that exists or cannot be written, before the model is read.
   *
   * @throws IOException if it cannot be written, or its file system does not answer
   */
  public static void requireOutput(PredictionOutput output, Configuration hadoop)
      throws IOException {
    NameNodeCheck.withDefaults().require(List.of(output.path()), hadoop);
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
    if (recordings.isEmpty()) {
      return source.reading(() -> predictor.predict(input, output, listener));
    }
    try (ProgramTables tables = new ProgramTables()) {
      Dataset<Row> rows = recordings.get().rows(spark, input.columns().get(0));
      PredictionInput table = input.ofTable(tables.add("recordings", rows));
      return source.reading(() -> predictor.predict(table, output, listener));
    }
  }
}
