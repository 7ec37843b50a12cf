package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.jobs.option.PrecisionOption;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.worker.benchmark.GenerationBenchmark;
import dev.unfold.worker.benchmark.GenerationMeasurement;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code unfold bench generate}. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Times the generation of texts by a language model: a step for each token, drawn from the",
      "softmax; on one thread. Random parameters, an embedding of width H, a full softmax."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  unfold bench generate --cell lstm --vocabulary 96 --hidden 512 --layers 1",
      "  unfold bench generate --cell lstm --vocabulary 10000 --hidden 650 --layers 2 --precision bf16",
      "  unfold bench generate --cell gru --vocabulary 10000 --hidden 200 --layers 2 --texts 32"
    })
final class BenchGenerateCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchGenerateCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private NetworkOptions network;

  @Option(
      names = "--texts",
      paramLabel = "B",
      defaultValue = "1",
      description = "Number of texts that are generated together, at least 1.")
  private int texts;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Tokens of a text, at least 1.")
  private int tokens;

  @Mixin private PrecisionOption precision;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of measured repetitions, at least 1; the median is reported.")
  private int iterations;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "10",
      description = "Number of repetitions before them, at least 0.")
  private int warmUp;

  @Override
  public Integer call() throws IOException {
    require(texts >= 1 && texts <= 65_536, "texts", "1 to 65536", texts);
    require(tokens >= 1, "tokens", "at least 1", tokens);
    require(iterations >= 1, "iterations", "at least 1", iterations);
    require(warmUp >= 0, "warm-up", "at least 0", warmUp);
    LayeredNetworkSettings settings = (LayeredNetworkSettings) network.settings().network();
    Kernels kernels = precision.kernels();
    LOG.info("generating {} texts {} times, and {} to warm up", texts, iterations, warmUp);
    try (Gemm gemm = kernels.open()) {
      print(
          kernels,
          new GenerationBenchmark(warmUp, iterations, tokens)
              .measure(gemm, settings, network.vocabulary(), texts));
    }
    return ExitCode.DONE.code();
  }

  private void print(Kernels kernels, GenerationMeasurement measurement) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%s B %d, %s%n", network.describe(), texts, kernels);
    out.printf(
        Locale.ROOT,
        "%,.0f tokens/s by the median of %d repetitions of %d tokens, best %,.0f%n",
        measurement.tokensPerSecond(),
        iterations,
        tokens,
        measurement.bestTokensPerSecond());
    Map<String, Object> values = measurement.describe();
    PrecisionOption.describe(kernels, values);
    values.put("iterations", iterations);
    out.println(OneLineJson.of(values));
    out.flush();
  }
}
