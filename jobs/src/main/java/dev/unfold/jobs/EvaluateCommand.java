package dev.unfold.jobs;

import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.execution.TaskConfiguration;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.scoring.EvaluationCorpus;
import dev.unfold.driver.storage.fs.SerializedHadoopConfiguration;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.evaluation.LossSum;
import dev.unfold.worker.evaluation.Score;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.Preprocessing;
import dev.unfold.worker.settings.corpus.TargetUnit;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** {@code unfold evaluate MODEL}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = "Evaluates a model: its loss and the metrics of its task.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold evaluate runs/quickstart --corpus data/test.txt --json")
final class EvaluateCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluateCommand.class);

  @Spec private CommandSpec spec;
  @Mixin private KernelOptions kernels;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "PATH",
      description = "Text or table to evaluate on: a file, folder or glob; may be repeated.")
  private List<String> corpus;

  @Option(names = "--json", description = "Print the metrics as one JSON object.")
  private boolean json;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = {
        "Cache folder of encoded corpora; every executor must be able to access it.",
        "Default: a temporary folder that is deleted at the end: on HDFS if the model, the",
        "corpus or the default file system is there, else on this machine."
      })
  private String cache;

  @Override
  public Integer call() throws IOException {
    List<String> paths = Stream.concat(Stream.of(model), corpus.stream()).toList();
    Configuration hadoop = SparkContexts.hadoop(paths);
    TextCorpusEncoder.requireText(corpus, hadoop);
    LOG.info("reading the model {}", model);
    Model loaded = ModelResolver.open(model, hadoop).read();
    Kernels chosen = kernels.choose();
    try (EncodingFolder folder = encodingFolder(paths, hadoop)) {
      return SparkContexts.run(
              "unfold evaluate " + model, spark -> evaluate(spark, loaded, chosen, folder.path()))
          .code();
    }
  }

  private EncodingFolder encodingFolder(List<String> paths, Configuration hadoop)
      throws IOException {
    return cache == null
        ? EncodingFolder.temporary(paths, SparkContexts.isOneMachine(), hadoop)
        : EncodingFolder.kept(cache, hadoop);
  }

  private ExitCode evaluate(JavaSparkContext spark, Model loaded, Kernels chosen, String folder)
      throws IOException {
    TaskConfiguration job =
        new TaskConfiguration(
            loaded.config().network(),
            loaded.config().shape(),
            chosen,
            SerializedHadoopConfiguration.of(spark.hadoopConfiguration()));
    EvaluationCorpus evaluationCorpus =
        new EvaluationCorpus.Encoder(spark, folder, SettingsReader.defaultEvaluation())
            .encode(model, loaded, corpus);
    LOG.info("evaluating {}", model);
    Score score =
        new CorpusEvaluator(spark, job, evaluationCorpus.scoring())
            .evaluate(evaluationCorpus.corpus(), loaded.parameters(), "evaluate " + model);
    print(score, evaluationCorpus, unit(loaded.config().preprocessing()));
    return ExitCode.DONE;
  }

  private static TargetUnit unit(Preprocessing preprocessing) {
    return preprocessing instanceof Preprocessing.Table table
        ? TargetUnit.of(table.target().kind())
        : TargetUnit.TOKENS;
  }

  private void print(Score score, EvaluationCorpus evaluationCorpus, TargetUnit unit)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> metrics = score.describe();
      metrics.putAll(evaluationCorpus.counts());
      out.println(Json.newMapper().writeValueAsString(metrics));
    } else {
      LossSum loss = score.loss();
      out.printf(Locale.ROOT, "loss %.4f", loss.mean());
      if (unit.hasPerplexity()) {
        out.printf(
            Locale.ROOT,
            " nats, perplexity %.3f, %.4f bits per token",
            loss.perplexity(),
            loss.bits());
      }
      out.printf(Locale.ROOT, "; %,d %s", loss.targets(), unit.plural());
      score.counts().forEach(count -> print(count.value().describe(), out));
      evaluationCorpus.counts().forEach((name, count) -> print(name, count, unit, out));
      out.println();
    }
    out.flush();
  }

  private static void print(String name, long count, TargetUnit unit, PrintWriter out) {
    if (!name.equals(unit.plural())) {
      String words = name.replace("unknownTokens", "tokens unknown");
      out.printf(Locale.ROOT, ", %,d %s", count, words);
    }
  }

  private static void print(Map<String, Object> metrics, PrintWriter out) {
    metrics.forEach(
        (name, metric) -> {
          if (metric instanceof Double number) {
            out.printf(Locale.ROOT, ", %s %.4f", name, number);
          }
        });
  }
}
