package dev.unfold.worker.settings;

import static dev.unfold.worker.settings.InvalidSettingException.require;

import java.io.Serializable;

/**
 * When the run is made safe.
 *
 * @param everyRounds rounds between two checkpoints; the end of an epoch always makes one
 * @param keep newest checkpoints that are kept
 */
public record CheckpointSettings(int everyRounds, int keep) implements Serializable {
  public CheckpointSettings {
    require(everyRounds >= 1, "checkpoint.every-rounds", "at least 1", everyRounds);
    require(keep >= 1, "checkpoint.keep", "at least 1", keep);
  }
}
