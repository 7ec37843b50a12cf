package dev.unfold.worker.benchmark;

import dev.unfold.worker.tensor.Matrix;
import dev.unfold.worker.tensor.Operand;
import dev.unfold.worker.tensor.Workspace;
import dev.unfold.worker.tensor.gemm.Gemm;
import dev.unfold.worker.tensor.gemm.PreparedWeights;

/**
 * Measures the peak speed of matrix products on this machine: the fastest of all measured products
 * of [1600, 512] by prepared weights [512, 2048].
 */
public final class GemmPeak implements AutoCloseable {
  static final int ROWS = 1600;
  static final int INNER = 512;
  static final int COLUMNS = 2048;

  private static final double FLOPS = 2.0 * ROWS * INNER * COLUMNS;

  private final Workspace workspace = new Workspace();
  private final Operand left;
  private final Matrix product = workspace.matrix(ROWS, COLUMNS);
  private final PreparedWeights weights;
  private long best = Long.MAX_VALUE;

  /**
   * @param gemm the matrix multiplication of the calling thread
   */
  public GemmPeak(Gemm gemm) {
    left = RandomMatrix.operand(gemm, ROWS, INNER, workspace);
    weights =
        gemm.prepare(ROWS, RandomMatrix.operand(gemm, INNER, COLUMNS, workspace), false, workspace);
    weights.refresh();
  }

  /** Measures one product. */
  public void measure() {
    long started = System.nanoTime();
    weights.multiplyInto(left, product);
    best = Math.min(best, System.nanoTime() - started);
  }

  /**
   * Returns the speed of the fastest product so far, in 10⁹ floating-point operations per second.
   */
  public double gflops() {
    return FLOPS / best;
  }

  /** Frees the matrices. */
  @Override
  public void close() {
    workspace.close();
  }
}
