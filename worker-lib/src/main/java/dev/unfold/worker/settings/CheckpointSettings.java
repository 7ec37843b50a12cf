package dev.unfold.worker.settings;

import java.io.Serializable;

/**
 * The settings of checkpoints.
 *
 * @param everyRounds rounds between two checkpoints; the end of an epoch always makes one
 * @param keep newest checkpoints that are kept
 * @param retrySeconds how long a save is tried again while the file system cannot take it; 0 for a
 *     single try
 */
public record CheckpointSettings(int everyRounds, int keep, int retrySeconds)
    implements Serializable {
  public CheckpointSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(everyRounds >= 1, "checkpoint.every-rounds", "at least 1", everyRounds);
    checks.require(keep >= 1, "checkpoint.keep", "at least 1", keep);
    checks.require(retrySeconds >= 0, "checkpoint.retry-seconds", "at least 0", retrySeconds);
    checks.finish();
  }
}
