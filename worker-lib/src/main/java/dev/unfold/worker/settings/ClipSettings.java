package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * Gradient clipping, by global norm first and then by value; 0 switches either off.
 *
 * @param norm longest gradient over all parameters together (Pascanu et al. 2013, arXiv 1211.5063)
 * @param value largest magnitude of each component
 */
public record ClipSettings(double norm, double value) implements Serializable {
  public ClipSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(norm >= 0, "training.clip.norm", "at least 0", norm);
    checks.require(value >= 0, "training.clip.value", "at least 0", value);
    checks.finish();
  }
}
