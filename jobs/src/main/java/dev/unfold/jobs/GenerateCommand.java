package dev.unfold.jobs;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.driver.model.TextModel;
import dev.unfold.driver.store.ModelResolver;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.jobs.process.SparkContexts;
import dev.unfold.worker.generation.ClassSampler;
import dev.unfold.worker.parameters.CounterRandom;
import dev.unfold.worker.parameters.RandomSubstreams;
import dev.unfold.worker.settings.training.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unfold generate MODEL}. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Generates text; the same seed gives the same text.",
    footerHeading = "%nExamples:%n",
    footer = "  unfold generate runs/quickstart --prefix 'public ' --temperature 0.8")
final class GenerateCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(GenerateCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "Folder of a model, of a run or of a model store.")
  private String model;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Text that the model reads first.")
  private String prefix;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "500",
      description = "Tokens to generate, at least 1.")
  private int length;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "1",
      description = "Sampling temperature, at least 0; 0 always takes the most probable token.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Samples from the K most probable tokens only; 0 means all.")
  private int topK;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the sampling.")
  private long seed;

  @Override
  public Integer call() throws IOException {
    require(length >= 1, "--length", "at least 1", length);
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "--temperature",
        "a finite number, at least 0",
        temperature);
    require(topK >= 0, "--top-k", "at least 0", topK);
    generate();
    return ExitCode.DONE.code();
  }

  private void generate() throws IOException {
    LOG.info("reading the model {}", model);
    TextModel stream =
        TextModel.of(model, ModelResolver.open(model, SparkContexts.hadoop(List.of(model))).read());
    stream
        .unknownIn(prefix)
        .warning(
            "the prefix", "use a prefix of characters or words that occur in its training text")
        .ifPresent(LOG::warn);
    Kernels kernels = Kernels.chooseFastest(Precision.F32);
    CounterRandom random = new CounterRandom(seed).derive(RandomSubstreams.SAMPLING);
    PrintWriter out = spec.commandLine().getOut();
    stream.write(kernels, prefix, length, new ClassSampler(temperature, topK, random), out::print);
    out.println();
    out.flush();
  }

  private void require(boolean valid, String option, String expected, Object actual) {
    if (!valid) {
      throw new ParameterException(
          spec.commandLine(), option + ": expected " + expected + ", found " + actual);
    }
  }
}
