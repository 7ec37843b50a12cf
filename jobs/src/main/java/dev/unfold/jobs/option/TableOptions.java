package dev.unfold.jobs.option;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.operation.RequestedInput;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.prediction.column.PredictionOutput;
import java.io.IOException;
import java.util.List;
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

  /** Returns the folder of the model. */
  public String model() {
    return model;
  }

  /** Returns the requested table. */
  public RequestedInput input() {
    return new RequestedInput(input, source.requested(), inputColumns);
  }

  /**
   * Returns the requested output.
   *
   * @param column the name of the first column that is added
   */
  public PredictionOutput output(String column) {
    return new PredictionOutput(output, PredictionOutput.formatOf(outputFormat), column);
  }

  /** Chooses the kernels. */
  public Kernels kernels() throws IOException {
    return kernels.choose();
  }
}
