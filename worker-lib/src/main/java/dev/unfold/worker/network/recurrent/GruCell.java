package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;

/**
 * Gated recurrent unit (Cho et al. 2014, arXiv 1406.1078) in the form whose reset gate acts after
 * the product with the weights, as cuDNN and PyTorch have it:
 *
 * <pre>
 *   r = σ(Wᵣ x(t) + Uᵣ h(t-1) + bᵣ)                 reset gate
 *   z = σ(W_z x(t) + U_z h(t-1) + b_z)              update gate
 *   n = tanh(Wₙ x(t) + bₙ + r ⊙ (Uₙ h(t-1) + dₙ))   dₙ: the recurrent bias
 *   h(t) = (1 - z) ⊙ n + z ⊙ h(t-1)
 * </pre>
 */
final class GruCell implements Cell {
  private static final int R = 0;
  private static final int Z = 1;
  private static final int N = 2;
  private static final int RECURRENT_N = 0;

  @Override
  public int gates() {
    return 3;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public int extras() {
    return 1;
  }

  @Override
  public boolean gatesRecurrentTerm() {
    return true;
  }

  @Override
  public void forward(CellRow row) {
    int width = row.width;
    float[] un = row.extra[RECURRENT_N];
    System.arraycopy(row.recurrent[N], 0, un, 0, width);
    Elementwise.addInPlace(un, row.recurrentBias, width);

    Elementwise.addInPlace(row.gate[R], row.recurrent[R], row.bias[R], width);
    Elementwise.addInPlace(row.gate[Z], row.recurrent[Z], row.bias[Z], width);
    Elementwise.sigmoidInPlace(row.gate[R], width);
    Elementwise.sigmoidInPlace(row.gate[Z], width);

    newGate(row.gate[N], row.bias[N], row.gate[R], un, width);
    Elementwise.tanhInPlace(row.gate[N], width);
    interpolate(row.state[0], row.gate[Z], row.gate[N], row.previous[0], width);
  }

  @Override
  public void backward(CellRow row) {
    int width = row.width;
    float[] dh = row.stateGradient[0];
    updateGateGradient(row.inputGradient[Z], dh, row.previous[0], row.gate[N], row.gate[Z], width);
    newGateGradient(row.inputGradient[N], dh, row.gate[Z], row.gate[N], width);
    resetGateGradient(
        row.inputGradient[R], row.inputGradient[N], row.extra[RECURRENT_N], row.gate[R], width);

    System.arraycopy(row.inputGradient[R], 0, row.recurrentGradient[R], 0, width);
    System.arraycopy(row.inputGradient[Z], 0, row.recurrentGradient[Z], 0, width);
    product(row.recurrentGradient[N], row.inputGradient[N], row.gate[R], width);
    product(dh, dh, row.gate[Z], width);
  }

  /** a += b + r ⊙ u. */
  private static void newGate(float[] a, float[] b, float[] r, float[] u, int n) {
    for (int k = 0; k < n; k++) {
      a[k] += b[k] + r[k] * u[k];
    }
  }

  private static void interpolate(float[] h, float[] z, float[] n, float[] previous, int width) {
    for (int k = 0; k < width; k++) {
      h[k] = (1f - z[k]) * n[k] + z[k] * previous[k];
    }
  }

  /** da = dh ⊙ (h(t-1) - n) ⊙ z ⊙ (1 - z). */
  private static void updateGateGradient(
      float[] da, float[] dh, float[] previous, float[] n, float[] z, int width) {
    for (int k = 0; k < width; k++) {
      da[k] = dh[k] * (previous[k] - n[k]) * (z[k] * (1f - z[k]));
    }
  }

  /** da = dh ⊙ (1 - z) ⊙ (1 - n²). */
  private static void newGateGradient(float[] da, float[] dh, float[] z, float[] n, int width) {
    for (int k = 0; k < width; k++) {
      da[k] = dh[k] * (1f - z[k]) * (1f - n[k] * n[k]);
    }
  }

  /** da = dn ⊙ u ⊙ r ⊙ (1 - r). */
  private static void resetGateGradient(float[] da, float[] dn, float[] u, float[] r, int width) {
    for (int k = 0; k < width; k++) {
      da[k] = dn[k] * u[k] * (r[k] * (1f - r[k]));
    }
  }

  private static void product(float[] z, float[] x, float[] y, int n) {
    for (int k = 0; k < n; k++) {
      z[k] = x[k] * y[k];
    }
  }
}
