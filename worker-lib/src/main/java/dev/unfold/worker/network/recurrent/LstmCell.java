package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;
import java.util.Arrays;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; with the forget gate of Gers et al.
 * 2000, without peepholes):
 *
 * <pre>
 *   i = σ(Wᵢ x(t) + Uᵢ h(t-1) + bᵢ)      input gate
 *   f = σ(W_f x(t) + U_f h(t-1) + b_f)   forget gate
 *   g = tanh(W_g x(t) + U_g h(t-1) + b_g)
 *   o = σ(Wₒ x(t) + Uₒ h(t-1) + bₒ)      output gate
 *   c(t) = f ⊙ c(t-1) + i ⊙ g
 *   h(t) = o ⊙ tanh(c(t))
 * </pre>
 */
final class LstmCell implements Cell {
  private static final int I = 0;
  private static final int F = 1;
  private static final int G = 2;
  private static final int O = 3;
  private static final int H = 0;
  private static final int C = 1;
  private static final int TANH_C = 0;

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public int extras() {
    return 1;
  }

  @Override
  public boolean gatesRecurrentTerm() {
    return false;
  }

  @Override
  public void forward(CellRow row) {
    int n = row.width;
    for (int gate = I; gate <= O; gate++) {
      Elementwise.addInPlace(row.gate[gate], row.recurrent[gate], row.bias[gate], n);
    }
    Elementwise.sigmoidInPlace(row.gate[I], n);
    Elementwise.sigmoidInPlace(row.gate[F], n);
    Elementwise.tanhInPlace(row.gate[G], n);
    Elementwise.sigmoidInPlace(row.gate[O], n);

    cellState(row.state[C], row.gate[F], row.previous[C], row.gate[I], row.gate[G], n);
    System.arraycopy(row.state[C], 0, row.extra[TANH_C], 0, n);
    Elementwise.tanhInPlace(row.extra[TANH_C], n);
    product(row.state[H], row.gate[O], row.extra[TANH_C], n);
  }

  @Override
  public void backward(CellRow row) {
    int n = row.width;
    float[] dh = row.stateGradient[H];
    float[] dc = row.stateGradient[C];
    throughTanh(dc, dh, row.gate[O], row.extra[TANH_C], n);
    sigmoidGradient(row.inputGradient[I], dc, row.gate[G], row.gate[I], n);
    sigmoidGradient(row.inputGradient[F], dc, row.previous[C], row.gate[F], n);
    tanhGradient(row.inputGradient[G], dc, row.gate[I], row.gate[G], n);
    sigmoidGradient(row.inputGradient[O], dh, row.extra[TANH_C], row.gate[O], n);
    product(dc, dc, row.gate[F], n);
    Arrays.fill(dh, 0, n, 0f);
  }

  private static void cellState(float[] c, float[] f, float[] before, float[] i, float[] g, int n) {
    for (int k = 0; k < n; k++) {
      c[k] = f[k] * before[k] + i[k] * g[k];
    }
  }

  private static void product(float[] z, float[] x, float[] y, int n) {
    for (int k = 0; k < n; k++) {
      z[k] = x[k] * y[k];
    }
  }

  /** dc += dh ⊙ o ⊙ (1 - tanh²(c)). */
  private static void throughTanh(float[] dc, float[] dh, float[] o, float[] tanhC, int n) {
    for (int k = 0; k < n; k++) {
      dc[k] += dh[k] * o[k] * (1f - tanhC[k] * tanhC[k]);
    }
  }

  /** da = d ⊙ factor ⊙ s ⊙ (1 - s): through a sigmoid s that was multiplied by the factor. */
  private static void sigmoidGradient(float[] da, float[] d, float[] factor, float[] s, int n) {
    for (int k = 0; k < n; k++) {
      da[k] = d[k] * factor[k] * (s[k] * (1f - s[k]));
    }
  }

  /** da = d ⊙ factor ⊙ (1 - t²): through a tanh t that was multiplied by the factor. */
  private static void tanhGradient(float[] da, float[] d, float[] factor, float[] t, int n) {
    for (int k = 0; k < n; k++) {
      da[k] = d[k] * factor[k] * (1f - t[k] * t[k]);
    }
  }
}
