package dev.unfold.worker.benchmark;

import java.util.List;

/**
 * A product [M, K] x [K, N].
 *
 * @param m the number of rows of the result
 * @param k the number of terms of each sum
 * @param n the number of columns of the result
 */
public record GemmShape(int m, int k, int n) {
  /**
   * The products of training: the input projection of all steps of a chunk, three recurrent steps,
   * and a softmax.
   */
  public static final List<GemmShape> OF_TRAINING =
      List.of(
          new GemmShape(GemmPeak.ROWS, GemmPeak.INNER, GemmPeak.COLUMNS),
          new GemmShape(32, 512, 2048),
          new GemmShape(20, 650, 2600),
          new GemmShape(20, 200, 800),
          new GemmShape(400, 200, 10_000));

  /** Returns the number of floating-point operations of one product. */
  public double flops() {
    return 2.0 * m * k * n;
  }

  @Override
  public String toString() {
    return m + " x " + k + " x " + n;
  }
}
