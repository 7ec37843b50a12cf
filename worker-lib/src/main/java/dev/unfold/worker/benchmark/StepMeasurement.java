package dev.unfold.worker.benchmark;

import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.OutputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The measured speed of a training step.
 *
 * @param shape the shape of the step
 * @param medianSeconds the median time of a step
 * @param bestSeconds the minimum time of a step
 * @param gemmPeakGflops the peak measured by {@link GemmPeak} between the steps
 */
public record StepMeasurement(
    StepShape shape, double medianSeconds, double bestSeconds, double gemmPeakGflops) {
  private static final double GIGA = 1e9;

  /** Returns the tokens per second of the median step. */
  public double tokensPerSecond() {
    return shape.tokens() / medianSeconds;
  }

  /**
   * Returns the tokens per second of the fastest step, which is closer to the speed of an idle
   * machine.
   */
  public double bestTokensPerSecond() {
    return shape.tokens() / bestSeconds;
  }

  /**
   * Returns the median speed of the matrix products, in 10⁹ floating-point operations per second.
   */
  public double gflops() {
    return tokensPerSecond() * shape.flopsPerToken() / GIGA;
  }

  /**
   * Returns the fraction of the peak that is reached, including the time spent outside of matrix
   * products.
   */
  public double fractionOfPeak() {
    return gflops() / gemmPeakGflops;
  }

  /** Returns the measurements by name. */
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    OutputSettings output = shape.network().output();
    values.put("layers", shape.network().layers().stream().map(LayerSettings::type).toList());
    values.put("vocabulary", shape.vocabulary());
    values.put("embedding", shape.network().embedding());
    values.put("batch", shape.batch());
    values.put("steps", shape.steps());
    values.put("output", SettingKeys.of(output.kind()));
    values.put("cutoffs", output.cutoffs());
    values.put("negatives", output.negatives().count());
    values.put("tied", output.tied());
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
