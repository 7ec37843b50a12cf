package dev.unfold.worker.optimizer;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980, algorithm 1):
 *
 * <pre>
 *   m ← β₁ m + (1 - β₁) g
 *   v ← β₂ v + (1 - β₂) g²
 *   the update is (m / (1 - β₁ᵗ)) / (√(v / (1 - β₂ᵗ)) + ε)
 * </pre>
 *
 * @param beta1 β₁
 * @param beta2 β₂
 * @param epsilon ε
 */
record Adam(double beta1, double beta2, double epsilon) implements GradientTransformation {
  @Override
  public int slots() {
    return 2;
  }

  @Override
  public boolean changesUntouched() {
    return true;
  }

  @Override
  public void apply(float[] update, float[][] slots, int count, Step step) {
    float[] m = slots[0];
    float[] v = slots[1];
    moment(m, update, (float) beta1, (float) (1 - beta1), count);
    squareMoment(v, update, (float) beta2, (float) (1 - beta2), count);
    double t = step.number();
    float correct1 = (float) (1 / (1 - StrictMath.pow(beta1, t)));
    float correct2 = (float) (1 / (1 - StrictMath.pow(beta2, t)));
    float guard = (float) epsilon;
    for (int i = 0; i < count; i++) {
      update[i] = correct1 * m[i] / ((float) Math.sqrt(correct2 * v[i]) + guard);
    }
  }

  private static void moment(float[] m, float[] g, float keep, float fresh, int count) {
    for (int i = 0; i < count; i++) {
      m[i] = keep * m[i] + fresh * g[i];
    }
  }

  private static void squareMoment(float[] v, float[] g, float keep, float fresh, int count) {
    for (int i = 0; i < count; i++) {
      v[i] = keep * v[i] + fresh * (g[i] * g[i]);
    }
  }
}
