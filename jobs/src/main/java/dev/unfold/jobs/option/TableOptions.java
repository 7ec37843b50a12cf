package dev.unfold.jobs.option;

import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.PredictionOperation;
import dev.unfold.driver.operation.RequestedInput;
import dev.unfold.driver.operation.RequestedOutputs;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.column.PredictionOutput;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.jobs.progress.ProgressDisplay;
import dev.unfold.jobs.progress.RowProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of commands that apply a model to the rows of a table. */
public final class TableOptions {
  @Mixin private KernelOptions kernels;
  @Mixin private SourceOptions source;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = {
        "The table: a file, folder or glob, its name in Spark's catalog, or its location in",
        "--source; may be repeated."
      })
  private List<String> input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description = "Output folder; must not exist.")
  private String output;

  @Option(
      names = "--input-column",
      paramLabel = "NAME",
      description =
          "An input column; once for each, in the order of training. Default: as in training.")
  private List<String> inputColumns = List.of();

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "Output format: json, parquet or, for plain values, csv, tsv or tsv-escaped.")
  private String outputFormat;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + RequestedPredictions.DEFAULT_BATCH,
      description = "Maximum batch size, which trades memory for speed.")
  private int batch;

  public int batch() {
    return batch;
  }

  /**
   * Writes the table with the outputs of the model, and prints the counts.
   *
   * @param command the name of the command
   * @param column the name of the first column that is added
   * @throws IOException if the table cannot be used, or a task fails
   */
  public void run(String command, RequestedOutputs requested, String column, PrintWriter out)
      throws IOException {
    PredictionOutput to =
        new PredictionOutput(output, PredictionOutput.formatOf(outputFormat), column);
    Configuration hadoop = SparkContexts.hadoop();
    PredictionOperation.requireOutput(to, hadoop);
    PredictionOperation operation =
        new PredictionOperation(
            LoadedModel.read(model, hadoop),
            new RequestedInput(input, source.requested(), inputColumns),
            to,
            requested,
            hadoop);
    PredictionCounts counts =
        SparkContexts.run(
            "unfold " + command + " " + model,
            spark -> {
              try (RowProgress progress = ProgressDisplay.ofRows()) {
                return operation.run(spark, kernels.choose(), progress);
              }
            });
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d without prediction, in %s%s%n",
        counts.rows(),
        counts.withoutPrediction(),
        output,
        counts.written() == counts.rows()
            ? ""
            : String.format(Locale.ROOT, ", which has %,d rows", counts.written()));
    out.flush();
  }
}
