package dev.unfold.jobs;

import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.PredictionOperation;
import dev.unfold.driver.operation.RequestedInput;
import dev.unfold.driver.operation.RequestedPredictions;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.PredictionOutput;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.jobs.progress.ProgressDisplay;
import dev.unfold.jobs.progress.RowProgress;
import dev.unfold.worker.settings.corpus.CorpusFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold predict MODEL}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Predicts a value for each row of a table.",
      "Writes all columns of the table and the prediction to a folder, in the order of the rows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold predict runs/snips/model --input data/requests.json --output data/intents",
      "  unfold predict runs/names/model --input data/languages.tsv --output data/names --beam 5"
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KernelOptions kernels;
  @Mixin private DecodingOptions decoding;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "PATH",
      description = "The table: a file, folder or glob; may be repeated.")
  private List<String> input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "PATH",
      description = "Output folder; must not exist.")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "Input format: json, parquet, orc, avro, conll, csv, csv-spark, csv-escaped,",
        "csv-semicolon, tsv, tsv-quoted, tsv-escaped, or table, where the input is the name of a",
        "table of Spark's catalog. Default: as in training."
      })
  private CorpusFormat format;

  @Option(
      names = "--header",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether csv or tsv files start with a header line. Default: as in training.")
  private Boolean header;

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
  private CorpusFormat outputFormat;

  @Option(
      names = "--prediction-column",
      paramLabel = "NAME",
      defaultValue = PredictionOutput.DEFAULT_COLUMN,
      description = "The column for the prediction.")
  private String predictionColumn;

  @Option(
      names = "--probabilities",
      description = "Also write the probabilities of all labels, tags or members of sets.")
  private boolean probabilities;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description =
          "Minimum probability of a member of a set, 0 to 1. Default: "
              + RequestedPredictions.DEFAULT_THRESHOLD)
  private Double threshold;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "" + RequestedPredictions.DEFAULT_BATCH,
      description =
          "Maximum batch size, which trades memory for speed: a multiple of 24, or 1. Default: "
              + RequestedPredictions.DEFAULT_BATCH)
  private int batch;

  @Override
  public Integer call() throws IOException {
    RequestedPredictions requested =
        new RequestedPredictions(batch, threshold, probabilities, decoding.requested());
    PredictionOutput to = new PredictionOutput(output, outputFormat, predictionColumn);
    Configuration hadoop = SparkContexts.hadoop();
    PredictionOperation.requireOutput(input, to, hadoop);
    PredictionOperation prediction =
        new PredictionOperation(
            LoadedModel.read(model, hadoop),
            new RequestedInput(input, format, header, inputColumns),
            to,
            requested,
            hadoop);
    print(SparkContexts.run("unfold predict " + model, spark -> predict(spark, prediction)));
    return ExitCode.DONE.code();
  }

  private PredictionCounts predict(JavaSparkContext spark, PredictionOperation prediction)
      throws IOException {
    try (RowProgress progress = ProgressDisplay.ofRows()) {
      return prediction.run(spark, kernels.choose(), progress);
    }
  }

  private void print(PredictionCounts counts) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d without prediction, in %s%n",
        counts.rows(),
        counts.withoutPrediction(),
        output);
    out.flush();
  }
}
