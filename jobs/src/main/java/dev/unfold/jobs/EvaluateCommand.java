package dev.unfold.jobs;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.operation.EncodingFolder;
import dev.unfold.driver.operation.EvaluationOperation;
import dev.unfold.driver.operation.LoadedModel;
import dev.unfold.driver.operation.RequestedSearches;
import dev.unfold.jobs.bench.OneLineJson;
import dev.unfold.jobs.option.KernelOptions;
import dev.unfold.jobs.option.SearchComparisonOptions;
import dev.unfold.jobs.option.SourceOptions;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.EvaluationSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold evaluate MODEL}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Evaluates a model: its loss and the metrics of its task.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold evaluate runs/quickstart --corpus data/test.txt --json")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KernelOptions kernels;
  @Mixin private SourceOptions source;
  @Mixin private SearchComparisonOptions searches;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "PATH",
      description = {
        "Text or table to evaluate on: a file, folder or glob, the name of a table in Spark's",
        "catalog, or its location in --source; may be repeated."
      })
  private List<String> corpus;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = {
        "Probability from which on a label is predicted, for thresholdPrecision and",
        "thresholdRecall. Default: that of evaluation.threshold."
      })
  private Double threshold;

  @Option(
      names = "--positive",
      paramLabel = "LABEL",
      description = {
        "Label or tag that rocAuc, averagePrecision, thresholdPrecision and thresholdRecall",
        "are about. Default: the second of two labels, the mean over all of more."
      })
  private String positive = "";

  @Option(
      names = "--confusions",
      paramLabel = "K",
      description = {
        "The K most frequent confusions of tokens, for a model that predicts sequences of tokens.",
        "Default: that of evaluation.confusions."
      })
  private Integer confusions;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      description = {
        "Ranks each target among all classes, for recallAtK, mrrAtK and ndcgAtK: the largest",
        "rank that counts. Default: that of evaluation.top-k."
      })
  private Integer topK;

  @Option(names = "--json", description = "Print the metrics as one JSON object.")
  private boolean json;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = {
        "Cache folder of encoded corpora; every executor must be able to access it.",
        "Default: a temporary folder that is deleted at the end: on HDFS if the model, the",
        "corpus or the default file system is there, else on this machine, which is refused if",
        "executors may run on others."
      })
  private String cache;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = SparkContexts.hadoop();
    EvaluationSettings settings =
        EvaluationOperation.settings(
            threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold),
            positive,
            confusions == null ? OptionalInt.empty() : OptionalInt.of(confusions),
            topK == null ? OptionalInt.empty() : OptionalInt.of(topK));
    LoadedModel loaded = LoadedModel.read(model, hadoop);
    RequestedSearches requested = searches.requested();
    EvaluationOperation evaluation =
        new EvaluationOperation(
            loaded, corpus, source.requested(), settings, requested.decodings(loaded, hadoop));
    evaluation.requireCorpus(hadoop);
    Kernels chosen = kernels.choose();
    try (EncodingFolder folder = encodingFolder(evaluation, hadoop)) {
      List<EvaluationOperation.Result> results =
          SparkContexts.run(
              "unfold evaluate " + model, spark -> evaluation.run(spark, chosen, folder.path()));
      print(requested, evaluation, results);
    }
    return ExitCode.DONE.code();
  }

  private EncodingFolder encodingFolder(EvaluationOperation evaluation, Configuration hadoop)
      throws IOException {
    return cache == null
        ? EncodingFolder.temporary(evaluation.paths(), SparkContexts.isOneMachine(), hadoop)
        : EncodingFolder.kept(cache, hadoop);
  }

  private void print(
      RequestedSearches requested,
      EvaluationOperation evaluation,
      List<EvaluationOperation.Result> results)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (results.size() > 1) {
      print(SearchComparison.of(evaluation, requested, results), out);
    } else if (json) {
      out.println(Json.writer().writeValueAsString(results.get(0).describe()));
    } else {
      EvaluationText.print(results.get(0), out);
    }
    out.flush();
  }

  private void print(SearchComparison comparison, PrintWriter out) throws IOException {
    if (json) {
      for (Map<String, Object> line : comparison.describe()) {
        out.println(OneLineJson.of(line));
      }
    } else {
      comparison.print(out);
    }
  }
}
