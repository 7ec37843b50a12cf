package dev.unfold.driver.training.round;

import dev.unfold.worker.settings.training.OuterSettings;

/**
 * The outer optimizer, which moves the parameters θ of the last round along the averaged change Δ =
 * average - θ.
 *
 * <p>Nesterov, as in BMUF (Chen and Huo 2016) and DiLoCo (arXiv 2311.08105):
 *
 * <pre>
 *   v ← μ v + Δ
 *   θ ← θ + rate · (Δ + μ v)
 * </pre>
 *
 * <p>During a warm-up of w rounds the momentum is μ r / w in round r, counted from 0.
 *
 * @param settings μ is the momentum
 * @param shards W
 */
public record OuterOptimizer(OuterSettings settings, int shards) {
  /** Returns the length of the momentum for the given number of parameters. */
  public int momentumLength(int length) {
    return settings.kind() == OuterSettings.Kind.NONE ? 0 : length;
  }

  /**
   * Returns the parameters of the next round.
   *
   * @param round the round of the run, from 0
   * @param momentum v, updated in place
   */
  public float[] step(long round, float[] theta, float[] average, float[] momentum) {
    if (settings.kind() == OuterSettings.Kind.NONE) {
      return average;
    }
    double mu = momentumOf(round);
    float[] next = new float[theta.length];
    for (int i = 0; i < next.length; i++) {
      double change = (double) average[i] - theta[i];
      double v = mu * momentum[i] + change;
      momentum[i] = (float) v;
      next[i] = (float) (theta[i] + settings.rate() * (change + mu * v));
    }
    return next;
  }

  private double momentumOf(long round) {
    double full = settings.momentum().forShards(shards);
    return round < settings.warmup() ? full * round / settings.warmup() : full;
  }
}
