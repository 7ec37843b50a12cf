package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The settings of audio; ignored for other corpora.
 *
 * @param rate the number of samples per second that all files must have; 0 means that of the first
 *     file
 */
public record AudioSettings(int rate) implements Serializable {
  public AudioSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(rate >= 0, "corpus.audio.rate", "0 (that of the files) or at least 1", rate);
    checks.finish();
  }

  /** Returns the settings of audio with the rate of its files. */
  public static AudioSettings asRecorded() {
    return new AudioSettings(0);
  }
}
