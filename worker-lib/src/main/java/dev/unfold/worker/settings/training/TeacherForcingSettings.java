package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of scheduled sampling (Bengio et al. 2015, arXiv 1506.03099): the probability that a
 * network in training reads the true previous output at a step instead of its own.
 *
 * @param schedule the schedule of the probability over the true updates of the run
 * @param probability the probability of the true output ({@code constant}), or its minimum ({@code
 *     linear}, {@code inverse-sigmoid})
 * @param updates the number of updates over which it decreases from 1 ({@code linear}), or k
 *     ({@code inverse-sigmoid})
 */
public record TeacherForcingSettings(Schedule schedule, double probability, long updates)
    implements Serializable {

  /** The schedule of the probability. */
  public enum Schedule {
    /** The probability is 1. */
    ALWAYS,
    /** The probability is constant. */
    CONSTANT,
    /** The probability decreases linearly from 1. */
    LINEAR,
    /** The probability is k / (k + exp(i / k)) at update i. */
    INVERSE_SIGMOID
  }

  public TeacherForcingSettings {
    SettingChecks checks = new SettingChecks();
    String section = "training.teacher-forcing.";
    checks.require(
        probability >= 0 && probability <= 1, section + "probability", "from 0 to 1", probability);
    boolean falls = schedule == Schedule.LINEAR || schedule == Schedule.INVERSE_SIGMOID;
    checks.require(
        updates >= (falls ? 1 : 0),
        section + "updates",
        "at least 1 for linear and inverse-sigmoid, and never below 0",
        updates,
        section + "schedule");
    checks.finish();
  }

  /** Returns the settings with which the true output is always read. */
  public static TeacherForcingSettings always() {
    return new TeacherForcingSettings(Schedule.ALWAYS, 0, 0);
  }
}
