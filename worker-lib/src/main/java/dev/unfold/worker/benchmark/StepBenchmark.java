package dev.unfold.worker.benchmark;

import dev.unfold.worker.settings.training.OptimizerSettings;
import dev.unfold.worker.tensor.gemm.Gemm;

/**
 * Measures training steps, interleaved with the products that determine the machine's peak, so that
 * both run under the same conditions.
 *
 * @param warmUp the number of steps before the measurement, during which the JIT compiler does most
 *     of its work
 * @param iterations the number of measured steps
 */
public record StepBenchmark(int warmUp, int iterations) {
  /**
   * The number of steps between two measurements of the peak, so that few steps begin with cold
   * caches.
   */
  private static final int STEPS_PER_PEAK = 5;

  private static final int PRODUCTS = 3;

  /**
   * Measures steps of a shape with plain SGD.
   *
   * @param gemm the matrix multiplication of the calling thread
   */
  public StepMeasurement measure(Gemm gemm, StepShape shape) {
    try (BenchmarkStep step = new BenchmarkStep(gemm, shape)) {
      return measure(gemm, step);
    }
  }

  /**
   * Measures steps of a shape.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @param update the rule by which the steps update the parameters
   */
  public StepMeasurement measure(Gemm gemm, StepShape shape, OptimizerSettings update) {
    try (BenchmarkStep step = new BenchmarkStep(gemm, shape, update)) {
      return measure(gemm, step);
    }
  }

  private StepMeasurement measure(Gemm gemm, BenchmarkStep step) {
    try (GemmPeak peak = new GemmPeak(gemm)) {
      for (int i = 0; i < warmUp; i++) {
        step.run();
        step.drawTokens();
      }
      long[] nanos = new long[iterations];
      for (int i = 0; i < iterations; i++) {
        if (i % STEPS_PER_PEAK == 0) {
          measure(peak);
        }
        long started = System.nanoTime();
        step.run();
        nanos[i] = System.nanoTime() - started;
        step.drawTokens();
      }
      Timings timings = new Timings(nanos);
      return new StepMeasurement(step.shape(), timings.median(), timings.best(), peak.gflops());
    }
  }

  private static void measure(GemmPeak peak) {
    for (int i = 0; i < PRODUCTS; i++) {
      peak.measure();
    }
  }
}
