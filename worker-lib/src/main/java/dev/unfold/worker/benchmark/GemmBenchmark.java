package dev.unfold.worker.benchmark;

import dev.unfold.worker.tensor.Gemm;
import dev.unfold.worker.tensor.Workspace;

/**
 * Times matrix products.
 *
 * @param samples whose median counts
 * @param sampleFlops floating-point operations of a sample, at least: small products are repeated
 */
public record GemmBenchmark(int samples, double sampleFlops) {
  private static final double GIGA = 1e9;

  /**
   * Measures.
   *
   * @param gemm of the calling thread
   * @return 10⁹ floating-point operations per second, by the median
   */
  public double gflops(Gemm gemm, GemmShape shape, GemmLayout form) {
    try (Workspace workspace = new Workspace()) {
      Runnable product = form.product(gemm, shape, workspace);
      int repetitions = (int) Math.ceil(sampleFlops / shape.flops());
      nanos(product, repetitions);
      long[] nanos = new long[samples];
      for (int i = 0; i < samples; i++) {
        nanos[i] = nanos(product, repetitions);
      }
      return shape.flops() * repetitions / new Timings(nanos).median() / GIGA;
    }
  }

  private static long nanos(Runnable product, int repetitions) {
    long started = System.nanoTime();
    for (int i = 0; i < repetitions; i++) {
      product.run();
    }
    return System.nanoTime() - started;
  }
}
