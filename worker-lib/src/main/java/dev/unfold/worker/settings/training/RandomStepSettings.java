package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of chunks of random length, whose updates have a learning rate in proportion to
 * their length (Merity, Keskar and Socher 2018, arXiv 1708.02182, section 5).
 *
 * @param deviation the standard deviation of the number of steps of a chunk
 * @param halfProbability the probability that the mean of this number is half of {@code
 *     training.steps} instead of all of it
 */
public record RandomStepSettings(double deviation, double halfProbability) implements Serializable {
  private static final int DEVIATIONS = 3;

  public RandomStepSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(deviation >= 0, "training.random-steps.deviation", "at least 0", deviation);
    checks.require(
        halfProbability >= 0 && halfProbability <= 1,
        "training.random-steps.half-probability",
        "from 0 to 1",
        halfProbability);
    checks.finish();
  }

  /** Returns the settings of chunks of the same length. */
  public static RandomStepSettings none() {
    return new RandomStepSettings(0, 0);
  }

  /** Returns whether the lengths of chunks differ. */
  public boolean vary() {
    return deviation > 0 || halfProbability > 0;
  }

  /**
   * Returns the number of steps of the longest chunk: that of the mean and {@value #DEVIATIONS}
   * standard deviations.
   *
   * @param steps T
   */
  public int mostSteps(int steps) {
    return steps + (int) Math.ceil(DEVIATIONS * deviation);
  }

  /** Requires chunks of the same length, as the examples of a table have them. */
  public void requireNone(SettingChecks checks) {
    String expected =
        "0 where corpus.format is a table: chunks of random length are those of texts and audio";
    checks.require(
        deviation == 0, "training.random-steps.deviation", expected, deviation, "corpus.format");
    checks.require(
        halfProbability == 0,
        "training.random-steps.half-probability",
        expected,
        halfProbability,
        "corpus.format");
  }
}
