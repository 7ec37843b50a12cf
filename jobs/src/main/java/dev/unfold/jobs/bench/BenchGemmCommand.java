package dev.unfold.jobs.bench;

import static dev.unfold.worker.settings.validation.InvalidSettingException.require;

import dev.unfold.driver.execution.Kernels;
import dev.unfold.jobs.option.PrecisionOption;
import dev.unfold.jobs.process.ExitCode;
import dev.unfold.worker.benchmark.GemmBenchmark;
import dev.unfold.worker.benchmark.GemmLayout;
import dev.unfold.worker.benchmark.GemmShape;
import dev.unfold.worker.tensor.gemm.Gemm;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** {@code unfold bench gemm}. */
@Command(
    name = "gemm",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Times the matrix products of training, on one thread, in GFLOP/s.",
      "nn: A B; nt: A Bt; tn: At B; packed: with the right operand prepared beforehand."
    },
    footerHeading = "%nExamples:%n",
    footer = "  unfold bench gemm")
final class BenchGemmCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(BenchGemmCommand.class);

  private static final double MAX_FLOPS = 1e12;

  @Spec private CommandSpec spec;

  @Mixin private PrecisionOption precision;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "15",
      description = "Samples of each product, at least 1; the median is reported.")
  private int samples;

  @Option(
      names = "--sample-flops",
      paramLabel = "N",
      defaultValue = "1e9",
      description = "Minimum number of floating-point operations of a sample.")
  private double sampleFlops;

  @Override
  public Integer call() throws IOException {
    require(samples >= 1, "samples", "at least 1", samples);
    require(
        sampleFlops > 0 && sampleFlops <= MAX_FLOPS,
        "sample-flops",
        "above 0 and at most 1e12",
        sampleFlops);
    LOG.info("timing matrix products of {} shapes", GemmShape.OF_TRAINING.size());
    PrintWriter out = spec.commandLine().getOut();
    Kernels kernels = precision.kernels();
    out.printf("GFLOP/s of M x K x N, %s%n", kernels);
    List<Map<String, Object>> products = new ArrayList<>();
    try (Gemm gemm = kernels.open()) {
      for (GemmShape shape : GemmShape.OF_TRAINING) {
        products.add(measure(gemm, shape, out));
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("gflops", products);
    PrecisionOption.describe(kernels, values);
    out.println(OneLineJson.of(values));
    out.flush();
    return ExitCode.DONE.code();
  }

  private Map<String, Object> measure(Gemm gemm, GemmShape shape, PrintWriter out) {
    GemmBenchmark benchmark = new GemmBenchmark(samples, sampleFlops);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("m", shape.m());
    values.put("k", shape.k());
    values.put("n", shape.n());
    out.printf("%-18s", shape);
    for (GemmLayout layout : GemmLayout.values()) {
      double gflops = benchmark.gflops(gemm, shape, layout);
      out.printf(Locale.ROOT, "  %s %.1f", layout.key(), gflops);
      values.put(layout.key(), gflops);
    }
    out.println();
    return values;
  }
}
