package dev.unfold.worker.optimizer;

/**
 * Clips each element: g ← max(-limit, min(limit, g)).
 *
 * @param limit the maximum magnitude
 */
record ClipByValue(float limit) implements GradientTransformation {
  @Override
  public int slots() {
    return 0;
  }

  @Override
  public void apply(float[] update, float[][] slots, int count, Step step) {
    for (int i = 0; i < count; i++) {
      update[i] = Math.max(-limit, Math.min(limit, update[i]));
    }
  }
}
