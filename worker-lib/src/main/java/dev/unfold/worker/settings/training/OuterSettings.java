package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the outer step from the parameters of the last round along the averaged change.
 *
 * @param kind the rule
 * @param momentum the momentum of the Nesterov step, the block momentum of BMUF (Chen and Huo 2016)
 * @param rate the learning rate of the Nesterov step, the block learning rate of BMUF
 * @param warmup the number of rounds over which the momentum grows linearly from 0; 0 disables it
 */
public record OuterSettings(Kind kind, OuterMomentum momentum, double rate, int warmup)
    implements Serializable {

  /** The rule of the outer step. */
  public enum Kind {
    /** The average is used without an outer step. */
    NONE,
    NESTEROV
  }

  public OuterSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        momentum.isValid(),
        "averaging.outer.momentum",
        "auto, or at least 0 and below 1",
        momentum.plain());
    checks.require(rate > 0 && Double.isFinite(rate), "averaging.outer.rate", "above 0", rate);
    checks.require(warmup >= 0, "averaging.outer.warmup", "at least 0", warmup);
    checks.finish();
  }
}
