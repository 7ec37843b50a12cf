package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;

/**
 * Gated recurrent unit (Cho et al. 2014, arXiv 1406.1078) in the variant of cuDNN and PyTorch,
 * whose reset gate is applied after the product with the weights:
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
  public void forward(CellBlock block) {
    int size = block.size;
    float[] un = block.extra[RECURRENT_N];
    System.arraycopy(block.recurrent[N], 0, un, 0, size);
    Elementwise.addInPlace(un, block.recurrentBias, size);

    Elementwise.addInPlace(block.gate[R], block.recurrent[R], block.bias[R], size);
    Elementwise.addInPlace(block.gate[Z], block.recurrent[Z], block.bias[Z], size);
    Elementwise.sigmoidInPlace(block.gate[R], size);
    Elementwise.sigmoidInPlace(block.gate[Z], size);

    newGate(block.gate[N], block.bias[N], block.gate[R], un, size);
    Elementwise.tanhInPlace(block.gate[N], size);
    interpolate(block.state[0], block.gate[Z], block.gate[N], block.previous[0], size);
  }

  @Override
  public void backward(CellBlock block) {
    int size = block.size;
    float[] dh = block.stateGradient[0];
    updateGateGradient(
        block.inputGradient[Z], dh, block.previous[0], block.gate[N], block.gate[Z], size);
    newGateGradient(block.inputGradient[N], dh, block.gate[Z], block.gate[N], size);
    resetGateGradient(
        block.inputGradient[R],
        block.inputGradient[N],
        block.extra[RECURRENT_N],
        block.gate[R],
        size);

    System.arraycopy(block.inputGradient[R], 0, block.recurrentGradient[R], 0, size);
    System.arraycopy(block.inputGradient[Z], 0, block.recurrentGradient[Z], 0, size);
    Elementwise.multiplyInto(
        block.inputGradient[N], block.gate[R], block.recurrentGradient[N], size);
    Elementwise.multiplyInto(dh, block.gate[Z], dh, size);
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
}
