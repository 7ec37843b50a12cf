package dev.unfold.worker.optimizer;

import dev.unfold.worker.tensor.Elementwise;

/**
 * Scales down a gradient whose norm exceeds the limit, preserving its direction (Pascanu et al.
 * 2013, "On the difficulty of training recurrent neural networks"):
 *
 * <pre>
 *   g ← g · min(1, limit / (‖g‖ + 1e-6))
 * </pre>
 *
 * @param limit the maximum norm over all parameters
 */
record ClipByGlobalNorm(double limit) implements GradientTransformation {
  private static final double EPSILON = 1e-6;

  @Override
  public int slots() {
    return 0;
  }

  @Override
  public void apply(float[] update, float[][] slots, int count, Step step) {
    if (clips(step.gradientNorm())) {
      Elementwise.scaleInPlace(update, (float) scale(step.gradientNorm()), count);
    }
  }

  @Override
  public boolean clips(double gradientNorm) {
    return scale(gradientNorm) < 1;
  }

  private double scale(double gradientNorm) {
    return limit / (gradientNorm + EPSILON);
  }
}
