package dev.unfold.worker.network.crf;

import java.util.Arrays;

/**
 * Sums of rows of matrices, four rows at a time. Each row is an array of its own: the JIT compiler
 * vectorizes loops over arrays, but not over parts of them.
 */
final class Rows {
  private Rows() {}

  /**
   * Computes the sum of the rows of a matrix with weights.
   *
   * @param matrix [C, C]
   * @param weights [C]
   * @param to receives the sum, [C]
   */
  static void combine(double[][] matrix, double[] weights, double[] to) {
    Arrays.fill(to, 0);
    int i = 0;
    for (; i + 4 <= matrix.length; i += 4) {
      addFour(to, matrix, i, weights, i);
    }
    for (; i < matrix.length; i++) {
      add(to, matrix[i], weights[i]);
    }
  }

  /**
   * Adds Σ x(t, i) y(t, j) over t from 1 to {@code count} for all i and j.
   *
   * @param x row t - 1 has x(t, i)
   * @param y row t has y(t, j)
   * @param scale the factor of the products
   * @param to [C, C]
   */
  static void addProducts(double[][] x, double[][] y, int count, double scale, double[][] to) {
    double[] weights = new double[4];
    for (int i = 0; i < to.length; i++) {
      int t = 1;
      for (; t + 3 <= count; t += 4) {
        for (int k = 0; k < weights.length; k++) {
          weights[k] = scale * x[t - 1 + k][i];
        }
        addFour(to[i], y, t, weights, 0);
      }
      for (; t <= count; t++) {
        add(to[i], y[t], scale * x[t - 1][i]);
      }
    }
  }

  private static void add(double[] to, double[] row, double weight) {
    for (int j = 0; j < to.length; j++) {
      to[j] += weight * row[j];
    }
  }

  /** Adds four rows from {@code row} on, with the weights from {@code weight} on. */
  private static void addFour(double[] to, double[][] rows, int row, double[] weights, int weight) {
    double[] r0 = rows[row];
    double[] r1 = rows[row + 1];
    double[] r2 = rows[row + 2];
    double[] r3 = rows[row + 3];
    double w0 = weights[weight];
    double w1 = weights[weight + 1];
    double w2 = weights[weight + 2];
    double w3 = weights[weight + 3];
    for (int j = 0; j < to.length; j++) {
      to[j] += (w0 * r0[j] + w1 * r1[j]) + (w2 * r2[j] + w3 * r3[j]);
    }
  }
}
