package dev.unfold.worker.settings.training;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of training in passes, each of which learns the alignment of the words of the
 * training rows with their steps that the network of the pass before has found.
 *
 * @param passes the maximum number of passes
 * @param stable the share of the steps whose state differs from that of the alignment before, at or
 *     below which there is no further pass
 */
public record AlignmentSettings(int passes, double stable) implements Serializable {
  private static final int MAX_PASSES = 1000;

  public AlignmentSettings {
    new SettingChecks()
        .require(
            passes >= 1 && passes <= MAX_PASSES,
            "training.alignment.passes",
            "1 to " + MAX_PASSES,
            passes)
        .require(stable >= 0 && stable <= 1, "training.alignment.stable", "a share, 0 to 1", stable)
        .finish();
  }
}
