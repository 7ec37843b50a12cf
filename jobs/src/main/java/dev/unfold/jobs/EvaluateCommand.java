package dev.unfold.jobs;

import dev.unfold.driver.corpus.CorpusEncoder;
import dev.unfold.driver.corpus.DealtStream;
import dev.unfold.driver.corpus.EncodedCorpus;
import dev.unfold.driver.execution.Job;
import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.Model;
import dev.unfold.driver.model.ModelFolder;
import dev.unfold.driver.scoring.CorpusEvaluator;
import dev.unfold.driver.storage.ShippedConfiguration;
import dev.unfold.jobs.configuration.SettingsReader;
import dev.unfold.worker.evaluation.Loss;
import dev.unfold.worker.evaluation.Scoring;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.model.ModelConfig;
import dev.unfold.worker.settings.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
    description = "Evaluates a model: loss, perplexity and bits per token.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold evaluate runs/quickstart/model --corpus data/test.txt --json")
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Folder of a model, such as RUN/model.")
  private String model;

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "PATH",
      description = "Text to evaluate on: a file, folder or glob; may be repeated.")
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
    return Sparks.run("unfold evaluate " + model, this::evaluate).code();
  }

  private ExitCode evaluate(JavaSparkContext spark) throws IOException {
    Model read = ModelFolder.open(model, spark.hadoopConfiguration()).read();
    Job job =
        new Job(
            read.config().network(),
            read.config().shape(),
            Kernels.chooseFastest(Precision.F32),
            ShippedConfiguration.of(spark.hadoopConfiguration()));
    EncodedCorpus text = encode(spark, read);
    Loss loss =
        new CorpusEvaluator(spark, job, Scoring.ofLoss())
            .evaluate(
                DealtStream.forEvaluation(text, SettingsReader.defaultEvaluation()),
                read.parameters(),
                "evaluate " + model)
            .loss();
    print(loss, text);
    return ExitCode.DONE;
  }

  private EncodedCorpus encode(JavaSparkContext spark, Model read) throws IOException {
    String beside = model.replaceAll("/+$", "") + "/../corpus";
    ModelConfig.Preprocessing preprocessing = read.config().preprocessing();
    return new CorpusEncoder(spark, cache == null ? beside : cache)
        .encode(corpus, preprocessing.unit(), preprocessing.document(), read.vocabulary());
  }

  private void print(Loss loss, EncodedCorpus text) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> figures = loss.describe();
      figures.put("unknownTokens", text.unknownTokens());
      out.println(Json.newMapper().writeValueAsString(figures));
    } else {
      out.printf(
          Locale.ROOT,
          "loss %.4f nats, perplexity %.3f, %.4f bits per token; %,d targets, %,d tokens unknown%n",
          loss.mean(),
          loss.perplexity(),
          loss.bits(),
          loss.targets(),
          text.unknownTokens());
    }
    out.flush();
  }
}
