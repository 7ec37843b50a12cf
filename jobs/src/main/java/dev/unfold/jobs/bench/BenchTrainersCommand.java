package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.benchmark.BenchmarkCorpus;
import dev.unfold.driver.configuration.SettingsReader;
import dev.unfold.driver.corpus.text.TextCorpusEncoder;
import dev.unfold.driver.extension.TrainerComparison;
import dev.unfold.driver.extension.TrainerResult;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.extension.Services;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.UnfoldSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
import picocli.CommandLine.Spec;

/** {@code unfold bench trainers}. */
@Command(
    name = "trainers",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Trains one character LSTM with the trainers of the library on the class path and with",
      "Unfold's own, from the same parameters on the same chunks. With DL4J these are its",
      "ParameterAveragingTrainingMaster, Unfold's TruncatedBpttTrainingMaster in its place, and",
      "Unfold's engine."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold bench trainers",
      "  unfold bench trainers --text train.txt --validation validation.txt --hidden 256 --epochs 3"
    })
final class BenchTrainersCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchTrainersCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--text",
      paramLabel = "PATH",
      description = "Training text, on any Hadoop file system. Default: a generated text.")
  private String text;

  @Option(
      names = "--validation",
      paramLabel = "PATH",
      description = "Text on which the results are compared. Default: the training text.")
  private String validation;

  @Option(
      names = "--hidden",
      paramLabel = "H",
      defaultValue = "256",
      description = "Width of the embedding and of the layer.")
  private int hidden;

  @Option(names = "--batch", paramLabel = "B", defaultValue = "32", description = "Lanes.")
  private int batch;

  @Option(
      names = "--steps",
      paramLabel = "T",
      defaultValue = "50",
      description = "Characters of a chunk.")
  private int steps;

  @Option(
      names = "--workers",
      paramLabel = "W",
      defaultValue = "2",
      description = "Logical workers, each with its own part of the text.")
  private int workers;

  @Option(
      names = "--interval",
      paramLabel = "N",
      defaultValue = "10",
      description = "Chunks between two averages.")
  private int interval;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Number of epochs, at least 2; the first is the warm-up.")
  private int epochs;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      defaultValue = "0.002",
      description = "Learning rate of Adam.")
  private double learningRate;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "2",
      description = "Repetitions of each training, at least 1; reports whether the bits are equal.")
  private int repetitions;

  @Mixin private FolderOption folder;

  @Override
  public Integer call() throws IOException {
    require(epochs >= 2, "epochs", "at least 2", epochs);
    require(repetitions >= 1, "repetitions", "at least 1", repetitions);
    TrainerComparison comparison = Services.only(TrainerComparison.class, "bench trainers");
    List<String> texts = Stream.of(text, validation).filter(Objects::nonNull).toList();
    Configuration hadoop = folder.requireWritable(texts);
    for (String path : texts) {
      TextCorpusEncoder.requireText(List.of(path), hadoop);
    }
    settings(folder.path(), folder.path());
    return SparkContexts.run("unfold bench trainers", spark -> measure(spark, comparison)).code();
  }

  private ExitCode measure(JavaSparkContext spark, TrainerComparison comparison)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Object> values = new LinkedHashMap<>();
    try (BenchmarkCorpus generated =
        BenchmarkCorpus.write(folder.path(), spark.hadoopConfiguration())) {
      LOG.info("training with each trainer, {} times each", repetitions);
      out.printf("%-28s %10s  %10s  %s%n", "trained by", "tokens/s", "nats/token", "same bits");
      comparison.run(
          spark,
          settings(generated.path(), generated.folder()),
          repetitions,
          result -> {
            values.put(result.trainer(), result.describe());
            print(result, out);
          });
    }
    values.put("spark", spark.master());
    values.put("workers", workers);
    out.println(OneLineJson.of(values));
    out.flush();
    return ExitCode.DONE;
  }

  private static void print(TrainerResult result, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-28s %,10.0f  %10.4f  %s%n",
        result.title(),
        result.tokensPerSecond(),
        result.loss(),
        result.repeats() ? "yes" : "no");
    out.flush();
  }

  /**
   * Returns the settings of the training.
   *
   * @param generatedText the path of the text that is used unless the user names one
   * @param runFolder the folder of the run and the encoded corpus
   */
  private UnfoldSettings settings(String generatedText, String runFolder) throws IOException {
    String trained = text == null ? generatedText : text;
    Map<String, Object> corpus =
        Map.of(
            "train", List.of(trained),
            "validation", List.of(validation == null ? trained : validation),
            "cache", runFolder + "/corpus");
    Map<String, Object> training =
        Map.of(
            "shards", workers,
            "batch", batch,
            "steps", steps,
            "epochs", epochs,
            "optimizer", Map.of("kind", "adam", "learning-rate", learningRate),
            "clip", Map.of("norm", 0));
    Map<String, Object> values =
        Map.of(
            "corpus", corpus,
            "network", Map.of("hidden", hidden, "embedding", hidden),
            "training", training,
            "averaging", Map.of("interval", interval),
            "run", Map.of("dir", runFolder));
    return new SettingsReader(Map.of(), SparkContexts::hadoop)
        .readText(Json.writer().writeValueAsString(values), "bench trainers");
  }
}
