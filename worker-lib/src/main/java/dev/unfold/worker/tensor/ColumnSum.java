package dev.unfold.worker.tensor;

import java.util.Arrays;

/** Adds the rows of a matrix up. */
public final class ColumnSum {
  private float[] sum = new float[0];
  private float[] row = new float[0];

  /** sum[j] = Σᵢ x[i, from + j], for as many columns as the sum has. */
  public void sumInto(Matrix x, int from, Matrix target) {
    int n = target.size();
    if (sum.length < n) {
      sum = new float[n];
      row = new float[n];
    }
    Arrays.fill(sum, 0, n, 0f);
    for (int i = 0; i < x.rows(); i++) {
      x.get(i * x.columns() + from, row, n);
      Elementwise.addInPlace(sum, row, n);
    }
    target.put(0, sum, n);
  }
}
