package dev.unfold.worker.optimizer;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5):
 *
 * <pre>
 *   v ← α v + (1 - α) g²
 *   the update is g / (√v + ε)
 * </pre>
 *
 * @param alpha α
 * @param epsilon ε
 */
record RmsProp(float alpha, float epsilon) implements GradientTransformation {
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
    float fresh = 1f - alpha;
    for (int i = 0; i < count; i++) {
      v[i] = alpha * v[i] + fresh * update[i] * update[i];
      update[i] = update[i] / ((float) Math.sqrt(v[i]) + epsilon);
    }
  }
}
