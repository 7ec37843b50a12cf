package dev.unfold.jobs;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.scoring.ModelCorpus;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.driver.storage.WritableCheck;
import dev.unfold.driver.store.StoredModels;
import dev.unfold.jobs.configuration.SettingsReader;
import dev.unfold.worker.evaluation.Loss;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold evaluate MODEL}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Evaluates a model: loss, and what else is counted for its task.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold evaluate runs/quickstart/model --corpus data/test.txt --json")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, such as RUN/model, or of a model store.")
  private String model;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "PATH",
      description = "Text or table to evaluate on: a file, folder or glob; may be repeated.")
  private List<String> corpus;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = {
        "Where encoded corpora are kept; every executor must reach it.",
        "Default: the folder corpus beside the model, as in a run."
      })
  private String cache;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = Sparks.hadoop(Stream.concat(Stream.of(model), corpus.stream()).toList());
    CorpusEncoder.requireText(corpus, hadoop);
    if (cache != null) {
      new WritableCheck("--cache", hadoop).requireFolder(cache);
    }
    return Sparks.run("unfold evaluate " + model, this::evaluate).code();
  }

  private ExitCode evaluate(JavaSparkContext spark) throws IOException {
    ModelFolder folder = StoredModels.open(model, spark.hadoopConfiguration());
    Model opened = folder.read();
    Job job =
        new Job(
            opened.config().network(),
            opened.config().shape(),
            Kernels.chooseFastest(Precision.F32),
            ShippedConfiguration.of(spark.hadoopConfiguration()));
    ModelCorpus read =
        new ModelCorpus.Encoder(spark, cache(folder), SettingsReader.defaultEvaluation())
            .encode(model, opened, corpus);
    Score score =
        new CorpusEvaluator(spark, job, read.scoring())
            .evaluate(read.corpus(), opened.parameters(), "evaluate " + model);
    print(score, read);
    return ExitCode.DONE;
  }

  private String cache(ModelFolder folder) {
    return cache == null ? folder.path() + "/../corpus" : cache;
  }

  private void print(Score score, ModelCorpus read) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> figures = score.describe();
      figures.putAll(read.counts());
      out.println(Json.newMapper().writeValueAsString(figures));
    } else {
      Loss loss = score.loss();
      out.printf(Locale.ROOT, "loss %.4f nats", loss.mean());
      if (read.scoring().isOfTokens()) {
        out.printf(
            Locale.ROOT, ", perplexity %.3f, %.4f bits per token", loss.perplexity(), loss.bits());
      }
      out.printf(Locale.ROOT, "; %,d targets", loss.targets());
      score.counts().forEach(count -> print(count.value().describe(), out));
      read.counts().forEach((name, count) -> out.printf(Locale.ROOT, ", %s %s", name, count));
      out.println();
    }
    out.flush();
  }

  private static void print(Map<String, Object> figures, PrintWriter out) {
    figures.forEach(
        (name, figure) -> {
          if (figure instanceof Double number) {
            out.printf(Locale.ROOT, ", %s %.4f", name, number);
          }
        });
  }
}
