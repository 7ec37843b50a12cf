package dev.unfold.worker.parameters;

import dev.unfold.worker.tensor.Matrix;

/**
 * Square blocks side by side, each of which is a random orthogonal matrix (Saxe et al. 2014, arXiv
 * 1312.6120): normal rows, made orthonormal one after the other by the method of Gram and Schmidt.
 *
 * @param blocks the number of blocks, G, of a tensor [H, G · H]
 */
public record OrthogonalBlocks(int blocks) implements Initializer {
  @Override
  public void fill(Matrix tensor, CounterRandom random) {
    int size = tensor.rows();
    for (int block = 0; block < blocks; block++) {
      double[][] rows = orthonormal(size, random.derive(block));
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          tensor.put(i * tensor.columns() + block * size + j, (float) rows[i][j]);
        }
      }
    }
  }

  private static double[][] orthonormal(int size, CounterRandom random) {
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = random.gaussian((long) i * size + j);
      }
      // The second time removes what rounding left of the first.
      removeRowsBefore(rows, i);
      removeRowsBefore(rows, i);
      addScaled(rows[i], rows[i], 1 / Math.sqrt(product(rows[i], rows[i])) - 1);
    }
    return rows;
  }

  private static void removeRowsBefore(double[][] rows, int i) {
    for (int k = 0; k < i; k++) {
      addScaled(rows[i], rows[k], -product(rows[i], rows[k]));
    }
  }

  private static double product(double[] x, double[] y) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }

  private static void addScaled(double[] x, double[] y, double factor) {
    for (int j = 0; j < x.length; j++) {
      x[j] += factor * y[j];
    }
  }
}
