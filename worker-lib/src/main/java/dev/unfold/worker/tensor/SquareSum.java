package dev.unfold.worker.tensor;

import java.util.Arrays;

/**
 * A sum of squares over many blocks. Each element of a block has a sum of its own in f32 over a few
 * blocks, so that the loop is vectorized, and these sums are accumulated in double.
 */
public final class SquareSum {
  private static final int BLOCKS = 16;

  private final float[] sums;
  private final HalvingReduction fold;
  private int blocks;
  private double total;

  /**
   * @param block the number of elements of the longest block
   */
  public SquareSum(int block) {
    sums = new float[block];
    fold = new HalvingReduction(block);
  }

  /** Resets the sum to zero. */
  public void clear() {
    Arrays.fill(sums, 0f);
    blocks = 0;
    total = 0;
  }

  /** Adds the squares of the first {@code n} elements. */
  public void add(float[] x, int n) {
    Elementwise.addSquaresInPlace(sums, x, n);
    blocks++;
    if (blocks == BLOCKS) {
      flush();
    }
  }

  /** Returns the sum since the last {@link #clear}. */
  public double total() {
    flush();
    return total;
  }

  private void flush() {
    total += fold.sum(sums, sums.length);
    Arrays.fill(sums, 0f);
    blocks = 0;
  }
}
