package dev.unfold.worker.benchmark;

import dev.unfold.worker.settings.SettingKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast a step is.
 *
 * @param shape of the step
 * @param medianSeconds of a step
 * @param bestSeconds of a step
 * @param gemmPeakGflops of {@link GemmPeak}, in turn with the steps
 */
public record StepFigures(
    StepShape shape, double medianSeconds, double bestSeconds, double gemmPeakGflops) {
  private static final double GIGA = 1e9;

  /** By the median. */
  public double tokensPerSecond() {
    return shape.tokens() / medianSeconds;
  }

  /** By the fastest step: nearer to the machine's own speed where others use it too. */
  public double bestTokensPerSecond() {
    return shape.tokens() / bestSeconds;
  }

  /** 10⁹ floating-point operations of products per second, by the median. */
  public double gflops() {
    return tokensPerSecond() * shape.flopsPerToken() / GIGA;
  }

  /** What is left of the peak when everything that is not a product is paid for. */
  public double fractionOfPeak() {
    return gflops() / gemmPeakGflops;
  }

  /** The figures by name. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cell", shape.cell());
    values.put("vocabulary", shape.vocabulary());
    values.put("hidden", shape.hidden());
    values.put("layers", shape.layers());
    values.put("batch", shape.batch());
    values.put("steps", shape.steps());
    values.put("output", SettingKeys.of(shape.output().kind()));
    values.put("cutoffs", shape.output().cutoffs());
    values.put("tied", shape.output().tied());
    values.put("draw", SettingKeys.of(shape.draw()));
    values.put("tokensPerSecond", tokensPerSecond());
    values.put("bestTokensPerSecond", bestTokensPerSecond());
    values.put("flopsPerToken", shape.flopsPerToken());
    values.put("gflops", gflops());
    values.put("gemmPeakGflops", gemmPeakGflops);
    values.put("fractionOfPeak", fractionOfPeak());
    return values;
  }
}
