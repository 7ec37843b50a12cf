package dev.unfold.jobs.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unfold.jobs.Unfold;
import dev.unfold.worker.model.Json;
import dev.unfold.worker.settings.training.Precision;
import dev.unfold.worker.tensor.gemm.GemmProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void stepEndsWithItsResultsAsJson() throws IOException {
    assertThat(step("--iterations=3", "--warm-up=1")).isZero();

    JsonNode metrics = lastLine();
    assertThat(names(metrics))
        .containsExactlyInAnyOrder(
            "layers",
            "vocabulary",
            "embedding",
            "batch",
            "steps",
            "output",
            "cutoffs",
            "negatives",
            "tied",
            "draw",
            "tokensPerSecond",
            "bestTokensPerSecond",
            "flopsPerToken",
            "gflops",
            "gemmPeakGflops",
            "fractionOfPeak",
            "optimizer",
            "sparse",
            "precision",
            "provider",
            "instructionSet",
            "iterations");
    assertThat(metrics.get("layers").get(0).textValue()).isEqualTo("gru");
    assertThat(metrics.get("vocabulary").intValue()).isEqualTo(40);
    assertThat(metrics.get("precision").textValue()).isEqualTo("f32");
    assertThat(metrics.get("tokensPerSecond").doubleValue()).isBetween(100.0, 1e8);
    assertThat(metrics.get("fractionOfPeak").doubleValue()).isBetween(1e-6, 1.0);
    assertThat(out.toString())
        .startsWith("layers 2 x gru V 40 E 16 B 3 T 5, ")
        .contains(" tokens/s ");
  }

  @Test
  void bf16IsMeasuredWhereTheCpuHasIt() throws IOException {
    int code = step("--precision=bf16", "--iterations=1", "--warm-up=0");

    if (GemmProvider.ONEDNN.supports(Precision.BF16)) {
      assertThat(code).isZero();
      assertThat(lastLine().get("precision").textValue()).isEqualTo("bf16");
    } else {
      assertThat(code).isEqualTo(2);
      assertThat(err.toString()).contains("no bf16 instructions");
    }
  }

  @Test
  void generateEndsWithItsResultsAsJson() throws IOException {
    assertThat(generate("--texts=3", "--tokens=7")).isZero();

    JsonNode metrics = lastLine();
    assertThat(names(metrics))
        .containsExactlyInAnyOrder(
            "texts",
            "tokens",
            "tokensPerSecond",
            "bestTokensPerSecond",
            "precision",
            "provider",
            "instructionSet",
            "iterations");
    assertThat(metrics.get("texts").intValue()).isEqualTo(3);
    assertThat(metrics.get("tokens").intValue()).isEqualTo(7);
    assertThat(metrics.get("tokensPerSecond").doubleValue())
        .isBetween(100.0, metrics.get("bestTokensPerSecond").doubleValue());
    assertThat(out.toString()).startsWith("layers 2 x gru V 40 E 16 B 3, ");
    assertThat(generate("--texts=0")).isEqualTo(2);
    assertThat(err.toString()).contains("texts: expected 1 to 65536, found 0");
  }

  private int generate(String... options) {
    return run(
        Stream.concat(
                Stream.of(
                    "bench",
                    "generate",
                    "--cell=gru",
                    "--vocabulary=40",
                    "--hidden=16",
                    "--layers=2",
                    "--iterations=2",
                    "--warm-up=1"),
                Arrays.stream(options))
            .toArray(String[]::new));
  }

  @Test
  void stepMeasuresAnAdaptiveSoftmaxOverZipfTokens() throws IOException {
    assertThat(
            step(
                "--iterations=1",
                "--output=adaptive",
                "--cutoffs=10,20",
                "--division=2",
                "--draw=zipf"))
        .isZero();

    JsonNode metrics = lastLine();
    assertThat(metrics.get("output").textValue()).isEqualTo("adaptive");
    assertThat(metrics.get("cutoffs").toString()).isEqualTo("[10,20]");
    assertThat(metrics.get("draw").textValue()).isEqualTo("zipf");
    assertThat(out.toString()).contains("adaptive softmax over zipf tokens");
  }

  @Test
  void stepMeasuresASampledSoftmax() throws IOException {
    assertThat(step("--iterations=1", "--output=sampled", "--negatives=5")).isZero();

    JsonNode metrics = lastLine();
    assertThat(metrics.get("output").textValue()).isEqualTo("sampled");
    assertThat(metrics.get("negatives").intValue()).isEqualTo(5);
    assertThat(out.toString()).contains("sampled softmax over uniform tokens");
  }

  @Test
  void stepMeasuresSparseUpdates() throws IOException {
    assertThat(step("--iterations=1", "--optimizer=adagrad")).isZero();
    assertThat(out.toString()).contains(", adagrad, ");
    assertThat(step("--iterations=1", "--optimizer=adam", "--sparse")).isZero();

    JsonNode metrics = lastLine();
    assertThat(metrics.get("optimizer").textValue()).isEqualTo("adam");
    assertThat(metrics.get("sparse").booleanValue()).isTrue();
    assertThat(out.toString()).contains(", sparse adam, ");
  }

  @Test
  void gemmEndsWithItsResultsAsJson() throws IOException {
    assertThat(run("bench", "gemm", "--samples=1", "--sample-flops=1")).isZero();

    JsonNode metrics = lastLine();
    assertThat(names(metrics))
        .containsExactlyInAnyOrder("gflops", "precision", "provider", "instructionSet");
    assertThat(metrics.get("gflops")).hasSize(5);
    for (JsonNode product : metrics.get("gflops")) {
      assertThat(names(product))
          .containsExactlyInAnyOrder("m", "k", "n", "nn", "nt", "tn", "packed", "packedTransposed");
      assertThat(product.get("packed").doubleValue()).isBetween(0.01, 10_000.0);
    }
  }

  /** Configures a master that does not exist: a start of Spark would be the reported error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "round | --folder=pom.xml/x | unfold: --folder: cannot write ",
        "trainers | --folder=pom.xml/x | unfold: --folder: cannot write ",
        "trainers | --text=none.txt    | unfold: cannot list ",
        "trainers | --hidden=0         | unfold: bench trainers:",
      })
  void errorsAreReportedBeforeSparkStarts(String command, String option, String message) {
    String master = System.getProperty("spark.master");
    System.setProperty("spark.master", "spark://127.0.0.1:1");
    try {
      assertThat(run("bench", command, option)).isEqualTo(2);
      assertThat(err.toString()).startsWith(message);
    } finally {
      System.setProperty("spark.master", master);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--iterations=0    | unfold: iterations: expected at least 1, found 0",
        "--warm-up=-1      | unfold: warm-up: expected at least 0, found -1",
        "--vocabulary=1    | unfold: vocabulary: expected 2 to 10000000, found 1",
        "--hidden=0        | unfold: hidden: expected 1 to 16384, found 0",
        "--layers=two      | unfold: --layers:1: network.layers: expected a list of layers, or their number",
        "--cell=cnn        | unfold: Invalid value for option '--cell': expected one of",
        "--precision=f64   | unfold: Invalid value for option '--precision': expected",
        "--output=adaptive | unfold: network.output.cutoffs: expected at least one for an adaptive",
        "--output=sampled  | unfold: network.output.negatives.count: expected at most half of the",
        "--draw=normal     | unfold: Invalid value for option '--draw': expected",
        "--depth=3         | unfold: Unknown option: '--depth=3'",
      })
  void badArgumentsOfStepAreTwo(String argument, String message) {
    assertThat(step(argument)).isEqualTo(2);

    assertThat(err.toString()).startsWith(message);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bench                    | unfold: Missing required subcommand",
        "bench stepp              | unfold: Unmatched argument at index 1: 'stepp'",
        "bench step --cell=gru    | unfold: Missing required options:",
        "bench gemm --samples=0   | unfold: samples: expected at least 1, found 0",
        "bench gemm --sample-flops=0 | unfold: sample-flops: expected above 0 and at most 1e12, found 0.0",
        "bench round --rounds=0   | unfold: rounds: expected at least 1, found 0",
        "bench round --shards=4,0 | unfold: shards: expected at least 1, found 0",
        "bench round --parameters=many | unfold: Invalid value for option '--parameters'",
        "bench round --gathering=none | unfold: Invalid value for option '--gathering'",
        "bench items --items=99   | unfold: items: expected 100 to 10000000, found 99",
        "bench items --chunks=0   | unfold: chunks: expected at least 1, found 0",
        "bench items --rounds=0   | unfold: rounds: expected at least 1, found 0",
        "bench items --hidden=0   | unfold: bench items:1: network.hidden: expected 1 to 16384, found 0",
        "bench items --items=100  | unfold: shards x batch x steps x chunks: expected less than 1000",
        "bench items --sparse=no  | unfold: Invalid value for option '--sparse'",
      })
  void badUsageIsTwo(String line, String message) {
    assertThat(run(line.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).startsWith(message);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "gemm", "round", "items"})
  void everyMeasurementHasHelpWithExamplesAndExitCodes(String command) {
    assertThat(run("bench", command, "--help")).isZero();

    assertThat(out.toString())
        .contains("Usage: unfold bench " + command, "Examples:", "2   bad usage", "--verbose");
  }

  /** Checks that given options override those of a small step. */
  private int step(String... arguments) {
    List<String> small =
        List.of(
            "--cell=gru", "--vocabulary=40", "--hidden=16", "--layers=2", "--batch=3", "--steps=5");
    Stream<String> others =
        small.stream()
            .filter(
                option ->
                    Arrays.stream(arguments)
                        .noneMatch(
                            a -> a.startsWith(option.substring(0, option.indexOf('=') + 1))));
    return run(
        Stream.of(Stream.of("bench", "step"), others, Arrays.stream(arguments))
            .flatMap(parts -> parts)
            .toArray(String[]::new));
  }

  private JsonNode lastLine() throws IOException {
    List<String> lines = out.toString().lines().toList();
    return Json.newMapper().readTree(lines.get(lines.size() - 1));
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private int run(String... arguments) {
    CommandLine command = Unfold.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}
