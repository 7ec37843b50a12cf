package dev.unfold.worker.optimizer;

/**
 * Adagrad (Duchi et al. 2011, "Adaptive subgradient methods for online learning and stochastic
 * optimization", with diagonal matrices):
 *
 * <pre>
 *   s ← s + g²
 *   the update is g / (√s + ε)
 * </pre>
 *
 * @param epsilon ε
 */
record Adagrad(float epsilon) implements GradientTransformation {
  @Override
  public int slots() {
    return 1;
  }

  @Override
  public void apply(float[] update, float[][] slots, int count, Step step) {
    float[] s = slots[0];
    for (int i = 0; i < count; i++) {
      s[i] = s[i] + update[i] * update[i];
      update[i] = update[i] / ((float) Math.sqrt(s[i]) + epsilon);
    }
  }
}
