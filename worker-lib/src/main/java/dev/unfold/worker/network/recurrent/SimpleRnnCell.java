package dev.unfold.worker.network.recurrent;

import dev.unfold.worker.tensor.Elementwise;

/**
 * The simple recurrent network (Elman 1990, "Finding structure in time"):
 *
 * <pre>
 *   h(t) = tanh(W x(t) + U h(t-1) + b)
 * </pre>
 */
final class SimpleRnnCell implements Cell {
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
  public void forward(CellBlock block) {
    float[] h = block.gate[0];
    Elementwise.addInPlace(h, block.recurrent[0], block.bias[0], block.size);
    Elementwise.tanhInPlace(h, block.size);
    System.arraycopy(h, 0, block.state[0], 0, block.size);
  }

  @Override
  public void backward(CellBlock block) {
    float[] h = block.gate[0];
    float[] dh = block.stateGradient[0];
    float[] da = block.inputGradient[0];
    for (int k = 0; k < block.size; k++) {
      da[k] = dh[k] * (1f - h[k] * h[k]);
      dh[k] = 0f;
    }
  }
}
