package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * Gradient clipping, first by global norm and then by value; 0 disables either.
 *
 * @param norm the maximum norm of the gradient over all parameters (Pascanu et al. 2013, arXiv
 *     1211.5063)
 * @param value the maximum magnitude of each element
 */
public record ClipSettings(double norm, double value) implements Serializable {
  public ClipSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(norm >= 0, "training.clip.norm", "at least 0", norm);
    checks.require(value >= 0, "training.clip.value", "at least 0", value);
    checks.finish();
  }
}
