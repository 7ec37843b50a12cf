package dev.unfold.jobs;

import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.scoring.ModelCorpus;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.driver.storage.TemporaryFolder;
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
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
        "Where the encoded corpus is kept for the next time; every executor must reach it.",
        "Default: a temporary folder, of this machine or on HDFS, that is deleted at the end."
      })
  private String cache;

  @Override
  public Integer call() throws IOException {
    return Sparks.run("unfold evaluate " + model, this::evaluate).code();
  }

  private ExitCode evaluate(JavaSparkContext spark) throws IOException {
    Model opened = StoredModels.open(model, spark.hadoopConfiguration()).read();
    if (cache != null) {
      return evaluate(spark, opened, cache);
    }
    try (TemporaryFolder temporary = temporaryFolder(spark)) {
      return evaluate(spark, opened, temporary.path());
    }
  }

  /** A model may lie in a folder that nobody writes to, and that of a store is nobody's. */
  private TemporaryFolder temporaryFolder(JavaSparkContext spark) throws IOException {
    Configuration hadoop = spark.hadoopConfiguration();
    if (spark.isLocal()) {
      return TemporaryFolder.ofMachine(hadoop);
    }
    if (!TemporaryFolder.isShared(model, hadoop)) {
      throw new ParameterException(
          spec.commandLine(),
          "--cache: expected a folder that every executor reaches, since the model is not on HDFS;"
              + " found none");
    }
    return TemporaryFolder.beside(model, hadoop);
  }

  private ExitCode evaluate(JavaSparkContext spark, Model opened, String folder)
      throws IOException {
    Job job =
        new Job(
            opened.config().network(),
            opened.config().shape(),
            Kernels.chooseFastest(Precision.F32),
            ShippedConfiguration.of(spark.hadoopConfiguration()));
    ModelCorpus read =
        new ModelCorpus.Encoder(spark, folder, SettingsReader.defaultEvaluation())
            .encode(model, opened, corpus);
    Score score =
        new CorpusEvaluator(spark, job, read.scoring())
            .evaluate(read.corpus(), opened.parameters(), "evaluate " + model);
    print(score, read);
    return ExitCode.DONE;
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
