package dev.unfold.worker.benchmark;

import dev.unfold.worker.tensor.Gemm;

/**
 * Times steps of training, in turn with the products that are the machine's peak, so that both see
 * the same machine.
 *
 * @param warmUp steps before the first that counts; the JIT compiler has most of its work in them
 * @param iterations steps that count
 */
public record StepBenchmark(int warmUp, int iterations) {
  /** Steps between two measurements of the peak, few of which so begin with cold caches. */
  private static final int STEPS_PER_PEAK = 5;

  private static final int PRODUCTS = 3;

  /**
   * Measures.
   *
   * @param gemm of the calling thread
   */
  public StepMeasurement measure(Gemm gemm, StepShape shape) {
    try (BenchmarkStep step = new BenchmarkStep(gemm, shape);
        GemmPeak peak = new GemmPeak(gemm)) {
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
      return new StepMeasurement(shape, timings.median(), timings.best(), peak.gflops());
    }
  }

  private static void measure(GemmPeak peak) {
    for (int i = 0; i < PRODUCTS; i++) {
      peak.measure();
    }
  }
}
