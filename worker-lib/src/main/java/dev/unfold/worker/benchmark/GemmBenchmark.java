package dev.unfold.worker.benchmark;

import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;

/**
 * Measures the speed of matrix products.
 *
 * @param samples the number of samples, whose median is reported
 * @param sampleFlops the minimum number of floating-point operations of a sample; small products
 *     are repeated
 */
public record GemmBenchmark(int samples, double sampleFlops) {
  private static final double GIGA = 1e9;

  /**
   * Measures products of a shape.
   *
   * @param gemm the matrix multiplication of the calling thread
   * @return the median speed in 10⁹ floating-point operations per second
   */
  public double gflops(Gemm gemm, GemmShape shape, GemmLayout layout) {
    try (Workspace workspace = new Workspace()) {
      Runnable product = layout.product(gemm, shape, workspace);
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
