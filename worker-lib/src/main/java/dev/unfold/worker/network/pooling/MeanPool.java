package dev.unfold.worker.network.pooling;

import dev.unfold.worker.tensor.Elementwise;
import java.util.Arrays;

/** Mean pooling: m(t) = (x(1) + … + x(t)) / t; the state is the sum. */
final class MeanPool implements PoolingFunction {
  private final float[] weights;

  /**
   * @param positions T * B
   */
  MeanPool(int positions) {
    weights = new float[positions];
  }

  @Override
  public void forward(int position, boolean pooled, float count, float[] state, float[] row) {
    if (pooled) {
      Elementwise.addInPlace(state, row, row.length);
    }
    weights[position] = count == 0 ? 0 : 1 / count;
    System.arraycopy(state, 0, row, 0, row.length);
    Elementwise.scaleInPlace(row, weights[position], row.length);
  }

  @Override
  public void backward(int position, boolean pooled, float[] pending, float[] row) {
    Elementwise.scaleInPlace(row, weights[position], row.length);
    Elementwise.addInPlace(pending, row, row.length);
    if (pooled) {
      System.arraycopy(pending, 0, row, 0, row.length);
    } else {
      Arrays.fill(row, 0f);
    }
  }
}
