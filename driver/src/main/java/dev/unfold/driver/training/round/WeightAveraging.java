package dev.unfold.driver.training.round;

import dev.unfold.worker.settings.training.WeightAveragingSettings;

/**
 * The average of the parameters θ over rounds, which training itself does not see.
 *
 * <pre>
 *   ema:   a ← a + (1 - decay) (θ - a), where a = θ after the first round
 *   asgd:  a ← a + (θ - a) / n, the mean of the n rounds since it was started
 * </pre>
 *
 * <p>The first is PyTorch's {@code AveragedModel} with {@code get_ema_multi_avg_fn}, updated once
 * in a round. The second is averaged SGD (Polyak and Juditsky 1992), with rounds in place of
 * updates.
 */
public record WeightAveraging(WeightAveragingSettings settings) {
  /** Returns the length of the average for the given number of parameters. */
  public int length(int parameters) {
    return settings.kind() == WeightAveragingSettings.Kind.NONE ? 0 : parameters;
  }

  /**
   * Adds the parameters of a round to the average.
   *
   * @param average a, updated in place
   * @param rounds the number of rounds in the average so far
   * @return the number of rounds in the average
   */
  public long add(float[] parameters, float[] average, long rounds) {
    return switch (settings.kind()) {
      case NONE -> 0;
      case EMA ->
          rounds == 0
              ? start(parameters, average)
              : move(parameters, average, rounds, 1 - settings.decay());
      case ASGD -> rounds == 0 ? 0 : move(parameters, average, rounds, 1.0 / (rounds + 1));
    };
  }

  /**
   * Starts an average with the parameters of one round.
   *
   * @param average a, set to them
   * @return the number of rounds in the average: 1
   */
  public long start(float[] parameters, float[] average) {
    System.arraycopy(parameters, 0, average, 0, average.length);
    return 1;
  }

  private static long move(float[] parameters, float[] average, long rounds, double share) {
    for (int i = 0; i < average.length; i++) {
      average[i] = (float) (average[i] + share * ((double) parameters[i] - average[i]));
    }
    return rounds + 1;
  }
}
