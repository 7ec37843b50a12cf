package dev.unfold.worker.network.pooling;

/**
 * Max pooling: m(t) = max(x(1), …, x(t)), elementwise; the first of equal values counts. The
 * gradient of a maximum is passed to the step where it last increased.
 */
final class MaxPool implements PoolingFunction {
  private final boolean[] rises;

  /**
   * @param positions T * B
   * @param width the number of values of a step
   */
  MaxPool(int positions, int width) {
    rises = new boolean[positions * width];
  }

  @Override
  public void forward(int position, boolean pooled, float count, float[] state, float[] row) {
    for (int j = 0; j < row.length; j++) {
      boolean rise = pooled && (count == 1 || row[j] > state[j]);
      rises[position * row.length + j] = rise;
      state[j] = rise ? row[j] : state[j];
      row[j] = state[j];
    }
  }

  @Override
  public void backward(int position, boolean pooled, float[] pending, float[] row) {
    for (int j = 0; j < row.length; j++) {
      float sum = pending[j] + row[j];
      boolean here = rises[position * row.length + j];
      row[j] = here ? sum : 0;
      pending[j] = here ? 0 : sum;
    }
  }
}
