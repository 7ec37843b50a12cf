package dev.unfold.worker.tensor;

/**
 * Sums and maxima over an array. The JIT compiler does not vectorize a loop that accumulates one
 * number, but it vectorizes repeated halving of the array.
 */
public final class HalvingReduction {
  private static final int SHORT = 64;

  private final float[] half;

  /**
   * @param length the length of the longest array
   */
  public HalvingReduction(int length) {
    half = new float[length / 2];
  }

  /**
   * Returns the sum of the first {@code n} elements, whose last additions are in double; overwrites
   * the elements.
   */
  public double sum(float[] x, int n) {
    int left = n;
    while (left > SHORT) {
      int count = left / 2;
      System.arraycopy(x, left - count, half, 0, count);
      Elementwise.addInPlace(x, half, count);
      left -= count;
    }
    double sum = 0;
    for (int i = 0; i < left; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** Returns the maximum of the first {@code n} elements; overwrites the elements. */
  public float max(float[] x, int n) {
    int left = n;
    while (left > SHORT) {
      int count = left / 2;
      System.arraycopy(x, left - count, half, 0, count);
      Elementwise.maxInPlace(x, half, count);
      left -= count;
    }
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < left; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }
}
