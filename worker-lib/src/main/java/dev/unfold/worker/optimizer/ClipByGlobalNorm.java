package dev.unfold.worker.optimizer;

import dev.unfold.worker.tensor.Elementwise;

/**
 * Shortens a gradient that is longer than the limit, keeping its direction (Pascanu et al. 2013,
 * "On the difficulty of training recurrent neural networks"):
 *
 * <pre>
 *   g ← g · min(1, limit / (‖g‖ + 1e-6))
 * </pre>
 *
 * @param limit of the norm over all parameters
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
