package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;

/**
 * The simple recurrent network (Elman 1990, "Finding structure in time"):
 *
 * <pre>
 *   h(t) = tanh(W x(t) + U h(t-1) + b)
 * </pre>
 */
final class TanhCell implements Cell {
  @Override
  public int gates() {
    return 1;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public int extras() {
    return 0;
  }

  @Override
  public boolean gatesRecurrentTerm() {
    return false;
  }

  @Override
  public void forward(CellRow row) {
    float[] h = row.gate[0];
    Elementwise.addInPlace(h, row.recurrent[0], row.bias[0], row.width);
    Elementwise.tanhInPlace(h, row.width);
    System.arraycopy(h, 0, row.state[0], 0, row.width);
  }

  @Override
  public void backward(CellRow row) {
    float[] h = row.gate[0];
    float[] dh = row.stateGradient[0];
    float[] da = row.inputGradient[0];
    for (int k = 0; k < row.width; k++) {
      da[k] = dh[k] * (1f - h[k] * h[k]);
      dh[k] = 0f;
    }
  }
}
