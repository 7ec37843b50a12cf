package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the average of the parameters over rounds, which is the model of the run, while
 * training continues from the parameters themselves.
 *
 * @param kind the average
 * @param decay the share of the average that {@code ema} keeps in a round
 * @param trigger the number of validations n of {@code asgd}: averaging starts when a validation is
 *     worse than the best of those before the last n
 */
public record WeightAveragingSettings(Kind kind, double decay, int trigger)
    implements Serializable {

  /** The average. */
  public enum Kind {
    NONE,
    /** The exponential moving average over all rounds. */
    EMA,
    /**
     * The mean of all rounds since validations stopped improving (NT-ASGD: Merity, Keskar and
     * Socher 2018, arXiv 1708.02182).
     */
    ASGD
  }

  public WeightAveragingSettings {
    SettingChecks checks = new SettingChecks();
    String weights = "averaging.weights.";
    checks.require(decay >= 0 && decay < 1, weights + "decay", "at least 0 and below 1", decay);
    checks.require(trigger >= 1 && trigger <= 1000, weights + "trigger", "1 to 1000", trigger);
    checks.finish();
  }
}
