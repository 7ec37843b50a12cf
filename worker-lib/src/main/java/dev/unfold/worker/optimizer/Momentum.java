package dev.unfold.worker.optimizer;

/**
 * Classical momentum (Polyak 1964, as in PyTorch's SGD): v ← μ v + g; the update is v.
 *
 * @param mu μ
 */
record Momentum(float mu) implements GradientTransformation {
  @Override
  public int slots() {
    return 1;
  }

  @Override
  public boolean changesUntouched() {
    return true;
  }

  @Override
  public void apply(float[] update, float[][] slots, int count, Step step) {
    float[] v = slots[0];
    for (int i = 0; i < count; i++) {
      v[i] = mu * v[i] + update[i];
    }
    System.arraycopy(v, 0, update, 0, count);
  }
}
