package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.jobs.option.PrecisionOption;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.worker.benchmark.StepBenchmark;
import dev.unfold.worker.benchmark.StepMeasurement;
import dev.unfold.worker.benchmark.StepShape;
import dev.unfold.worker.benchmark.TokenFrequency;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code unfold bench step}. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Times one training step: forward, backward, clip by norm, update; on one thread.",
      "Random tokens, an embedding of width H, state carried."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold bench step --cell lstm --vocabulary 96 --hidden 512 --layers 1 --batch 32 --steps 50",
      "  unfold bench step --cell gru --vocabulary 10000 --hidden 200 --layers 2 --batch 20 --steps 20",
      "  unfold bench step --cell lstm --vocabulary 50000 --hidden 512 --layers 1 --batch 20 --steps 35"
          + " --output adaptive --cutoffs 2000,10000 --draw zipf",
      "  unfold bench step --cell gru --vocabulary 200000 --hidden 224 --layers 1 --batch 32 --steps 20"
          + " --output sampled --negatives 2048 --draw zipf --optimizer adam --sparse"
    })
final class BenchStepCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchStepCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private NetworkOptions network;

  @Option(names = "--batch", required = true, paramLabel = "B", description = "Lanes.")
  private int batch;

  @Option(names = "--steps", required = true, paramLabel = "T", description = "Tokens of a lane.")
  private int steps;

  @Mixin private PrecisionOption precision;

  @Option(
      names = "--output",
      paramLabel = "KIND",
      defaultValue = "softmax",
      description = "Output layer: softmax, adaptive or sampled.")
  private OutputSettings.Kind output;

  @Option(
      names = "--cutoffs",
      paramLabel = "ID",
      split = ",",
      description = "First ids of the clusters of an adaptive softmax.")
  private List<Integer> cutoffs = List.of();

  @Option(
      names = "--division",
      paramLabel = "N",
      defaultValue = "4",
      description = "Factor by which each cluster is narrower than the one before.")
  private int division;

  @Option(
      names = "--negatives",
      paramLabel = "N",
      defaultValue = "2048",
      description = "Number of classes that a sampled softmax draws for a step, by LAW.")
  private int negatives;

  @Option(names = "--tied", description = "Ties the softmax weight to the embedding.")
  private boolean tied;

  @Option(
      names = "--recurrent",
      description = "Lets the lowest layer also read the true token of the step before, one-hot.")
  private boolean recurrent;

  @Option(
      names = "--draw",
      paramLabel = "LAW",
      defaultValue = "uniform",
      description = "Distribution of the tokens: uniform, or zipf (1 / rank).")
  private TokenFrequency draw;

  @Option(
      names = "--optimizer",
      paramLabel = "KIND",
      defaultValue = "sgd",
      description =
          "Rule of the update, with its default constants: sgd, rmsprop, adam or adagrad.")
  private OptimizerSettings.Kind optimizer;

  @Option(
      names = "--sparse",
      description = "Updates only the rows of tables that the step touched.")
  private boolean sparse;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "30",
      description = "Number of measured steps, at least 1; the median is reported.")
  private int iterations;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "30",
      description = "Number of warm-up steps, at least 0.")
  private int warmUp;

  @Override
  public Integer call() throws IOException {
    UnfoldSettings settings =
        network.settings(
            "training.optimizer.kind = " + SettingKeys.of(optimizer),
            "training.optimizer.sparse = " + sparse);
    StepShape shape = shape((LayeredNetworkSettings) settings.network());
    require(iterations >= 1, "iterations", "at least 1", iterations);
    require(warmUp >= 0, "warm-up", "at least 0", warmUp);
    Kernels kernels = precision.kernels();
    LOG.info("running {} steps, and {} to warm up", iterations, warmUp);
    try (Gemm gemm = kernels.open()) {
      print(
          kernels,
          new StepBenchmark(warmUp, iterations)
              .measure(gemm, shape, settings.training().optimizer()));
    }
    return ExitCode.DONE.code();
  }

  private StepShape shape(LayeredNetworkSettings settings) {
    OutputSettings.Negatives drawn = new OutputSettings.Negatives(negatives, proposal());
    OutputSettings layer = new OutputSettings(output, cutoffs, division, tied, recurrent, drawn);
    layer.requireVocabulary(network.vocabulary());
    return new StepShape(settings, network.vocabulary(), batch, steps, draw).with(layer);
  }

  private OutputSettings.Proposal proposal() {
    return switch (draw) {
      case UNIFORM -> OutputSettings.Proposal.UNIFORM;
      case ZIPF -> OutputSettings.Proposal.LOG_UNIFORM;
    };
  }

  private void print(Kernels kernels, StepMeasurement measurement) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s B %d T %d, %s softmax over %s tokens, %s%s, %s%n",
        network.describe(),
        batch,
        steps,
        outputName(),
        SettingKeys.of(draw),
        sparse ? "sparse " : "",
        SettingKeys.of(optimizer),
        kernels);
    out.printf(
        Locale.ROOT,
        "%,.0f tokens/s by the median of %d steps, %.2f ms; best %.2f ms%n",
        measurement.tokensPerSecond(),
        iterations,
        1e3 * measurement.medianSeconds(),
        1e3 * measurement.bestSeconds());
    out.printf(
        Locale.ROOT,
        "%.1f GFLOP/s in matrix products, %.1f %% of their peak of %.1f%n",
        measurement.gflops(),
        100 * measurement.fractionOfPeak(),
        measurement.gemmPeakGflops());
    Map<String, Object> values = measurement.describe();
    values.put("optimizer", SettingKeys.of(optimizer));
    values.put("sparse", sparse);
    PrecisionOption.describe(kernels, values);
    values.put("iterations", iterations);
    out.println(OneLineJson.of(values));
    out.flush();
  }

  private String outputName() {
    if (output == OutputSettings.Kind.SOFTMAX) {
      return tied ? "tied" : "full";
    }
    return SettingKeys.of(output);
  }
}
