package dev.unfold.worker.network.hmm;

/**
 * The parameters of the models of words, estimated from an alignment: the prior of each state is
 * its share of the steps, of which it counts for at least one, and the probability of leaving it is
 * (visits + 1) / (steps + 2), where a visit is a stretch of its steps.
 *
 * @param priors P(s), which sum to 1 or slightly more; the array is not copied
 * @param advances the probability of leaving each state after a step; the array is not copied
 */
public record HmmParameters(float[] priors, float[] advances) {
  /**
   * Returns the parameters of an alignment.
   *
   * @param steps the number of steps in each state
   * @param visits the number of visits of each state
   */
  public static HmmParameters of(long[] steps, long[] visits) {
    float[] priors = new float[steps.length];
    float[] advances = new float[steps.length];
    double total = 0;
    for (long count : steps) {
      total += count;
    }
    for (int state = 0; state < steps.length; state++) {
      priors[state] = (float) (Math.max(1, steps[state]) / Math.max(1, total));
      advances[state] = (float) ((visits[state] + 1.0) / (steps[state] + 2.0));
    }
    return new HmmParameters(priors, advances);
  }

  /** Returns ln P(s). */
  double logPrior(int state) {
    return StrictMath.log(priors[state]);
  }

  /** Returns the logarithm of the probability of staying in a state for another step. */
  double logStay(int state) {
    return StrictMath.log1p(-advances[state]);
  }

  /** Returns the logarithm of the probability of leaving a state. */
  double logAdvance(int state) {
    return StrictMath.log(advances[state]);
  }
}
