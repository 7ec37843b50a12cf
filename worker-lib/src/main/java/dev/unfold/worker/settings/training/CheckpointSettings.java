package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of checkpoints.
 *
 * @param everyRounds the number of rounds between two checkpoints; a checkpoint is always written
 *     after a validation and at the end of an epoch
 * @param keep the number of newest checkpoints that are kept
 * @param retrySeconds how long a failed save is retried, in seconds; 0 for a single attempt
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
