package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of the outer step from the parameters of the last round along the averaged change.
 *
 * @param kind the rule
 * @param momentum the momentum of the Nesterov step, the block momentum of BMUF (Chen and Huo 2016)
 * @param rate the learning rate of the Nesterov step, the block learning rate of BMUF
 */
public record OuterSettings(Kind kind, double momentum, double rate) implements Serializable {

  /** The rule of the outer step. */
  public enum Kind {
    /** The average is used without an outer step. */
    NONE,
    NESTEROV
  }

  public OuterSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        momentum >= 0 && momentum < 1,
        "averaging.outer.momentum",
        "at least 0 and below 1",
        momentum);
    checks.require(rate > 0 && Double.isFinite(rate), "averaging.outer.rate", "above 0", rate);
    checks.finish();
  }
}
