package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.parameters.Initializer;
import dev.unfold.worker.parameters.Initializer.RaisedPart;
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
 *
 * @param forgetBias added to the initial bias b_f; from 1 upward, a state persists for many steps
 *     before training (Gers et al. 2000; Jozefowicz et al. 2015)
 */
record LstmCell(float forgetBias) implements Cell {
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
  public Initializer.ByIndex bias(int hidden) {
    Initializer.ByIndex uniform = Cell.super.bias(hidden);
    return forgetBias == 0 ? uniform : new RaisedPart(uniform, F * hidden, hidden, forgetBias);
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
  public void forward(CellBlock block) {
    int n = block.size;
    for (int gate = I; gate <= O; gate++) {
      Elementwise.addInPlace(block.gate[gate], block.recurrent[gate], block.bias[gate], n);
    }
    Elementwise.sigmoidInPlace(block.gate[I], n);
    Elementwise.sigmoidInPlace(block.gate[F], n);
    Elementwise.tanhInPlace(block.gate[G], n);
    Elementwise.sigmoidInPlace(block.gate[O], n);

    cellState(block.state[C], block.gate[F], block.previous[C], block.gate[I], block.gate[G], n);
    System.arraycopy(block.state[C], 0, block.extra[TANH_C], 0, n);
    Elementwise.tanhInPlace(block.extra[TANH_C], n);
    Elementwise.multiplyInto(block.gate[O], block.extra[TANH_C], block.state[H], n);
  }

  @Override
  public void backward(CellBlock block) {
    int n = block.size;
    float[] dh = block.stateGradient[H];
    float[] dc = block.stateGradient[C];
    throughTanh(dc, dh, block.gate[O], block.extra[TANH_C], n);
    sigmoidGradient(block.inputGradient[I], dc, block.gate[G], block.gate[I], n);
    sigmoidGradient(block.inputGradient[F], dc, block.previous[C], block.gate[F], n);
    tanhGradient(block.inputGradient[G], dc, block.gate[I], block.gate[G], n);
    sigmoidGradient(block.inputGradient[O], dh, block.extra[TANH_C], block.gate[O], n);
    Elementwise.multiplyInto(dc, block.gate[F], dc, n);
    Arrays.fill(dh, 0, n, 0f);
  }

  private static void cellState(float[] c, float[] f, float[] before, float[] i, float[] g, int n) {
    for (int k = 0; k < n; k++) {
      c[k] = f[k] * before[k] + i[k] * g[k];
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
