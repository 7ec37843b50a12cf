package dev.unfold.jobs;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.model.TableModel;
import dev.unfold.driver.prediction.PredictionCounts;
import dev.unfold.driver.prediction.PredictionInput;
import dev.unfold.driver.prediction.PredictionOutput;
import dev.unfold.driver.prediction.TablePredictor;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.jobs.progress.RowProgress;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.prediction.OutputOptions;
import dev.unfold.worker.prediction.PredictionOptions;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.settings.corpus.CorpusSettings.Format;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(PredictCommand.class);

  private static final double DEFAULT_THRESHOLD = 0.5;

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
        "Input format: json, parquet, conll, csv, csv-spark, csv-escaped, csv-semicolon, tsv,",
        "tsv-quoted or tsv-escaped. Default: as in training."
      })
  private Format format;

  @Option(
      names = "--header",
      arity = "1",
      paramLabel = "true|false",
      description = "Whether csv or tsv files start with a header line. Default: as in training.")
  private Boolean header;

  @Option(
      names = "--input-column",
      paramLabel = "NAME",
      description = "The input column. Default: as in training.")
  private String inputColumn;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      defaultValue = "json",
      description = "Output format: json, parquet or, for plain values, csv, tsv or tsv-escaped.")
  private Format outputFormat;

  @Option(
      names = "--prediction-column",
      paramLabel = "NAME",
      defaultValue = "prediction",
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
          "Minimum probability of a member of a set, 0 to 1. Default: " + DEFAULT_THRESHOLD)
  private Double threshold;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "Maximum batch size: trades memory for speed.")
  private int batch;

  @Override
  public Integer call() throws IOException {
    require(batch >= 1 && batch <= 65_536, "--batch", "1 to 65536", batch);
    PredictionOutput to = new PredictionOutput(output, outputFormat, predictionColumn);
    Configuration hadoop =
        SparkContexts.hadoop(Stream.concat(Stream.of(model, output), input.stream()).toList());
    to.requireFree(hadoop);
    LOG.info("reading the model {}", model);
    ModelFolder folder = ModelResolver.open(model, hadoop);
    TableModel tableModel = TableModel.of(model, folder.read());
    PredictionOptions options =
        new PredictionOptions(
            batch,
            outputs(tableModel),
            decoding.decoding(tableModel.network().makesSequences(), folder.longestTarget()));
    to.requireFits(tableModel, options.outputs());
    PredictionInput from = input(tableModel.preprocessing());
    TablePredictor.check(tableModel, options, from, to, hadoop);
    return SparkContexts.run(
            "unfold predict " + model, spark -> predict(spark, tableModel, options, from, to))
        .code();
  }

  private OutputOptions outputs(TableModel tableModel) {
    boolean sets = tableModel.form().target() instanceof FieldSchema.Sets;
    require(
        threshold == null || sets,
        "--threshold",
        "none for a model that does not predict sets",
        threshold);
    double minimum = threshold == null ? DEFAULT_THRESHOLD : threshold;
    require(minimum >= 0 && minimum <= 1, "--threshold", "0 to 1", minimum);
    return new OutputOptions(
        minimum, probabilities, decoding.ranks(tableModel.network().makesSequences()));
  }

  private PredictionInput input(Preprocessing.Table trained) {
    return new PredictionInput(
        input,
        format == null ? trained.format() : format,
        header == null ? trained.header() : header,
        inputColumn == null ? trained.input().column() : inputColumn);
  }

  private ExitCode predict(
      JavaSparkContext spark,
      TableModel tableModel,
      PredictionOptions options,
      PredictionInput from,
      PredictionOutput to)
      throws IOException {
    TablePredictor predictor = new TablePredictor(spark, tableModel, kernels.choose(), options);
    PredictionCounts counts;
    try (RowProgress progress = RowProgress.open()) {
      counts = predictor.predict(from, to, progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d without prediction, in %s%n",
        counts.rows(),
        counts.withoutPrediction(),
        output);
    out.flush();
    return ExitCode.DONE;
  }
}
