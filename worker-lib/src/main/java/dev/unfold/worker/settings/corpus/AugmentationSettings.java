package dev.unfold.worker.settings.corpus;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;

/**
 * The changed copies of recordings that are trained on beside them (Ko et al. 2015); evaluation and
 * prediction have none.
 *
 * @param copies the number of copies of each recording
 * @param speed s, where a copy is played 1 - s to 1 + s times as fast
 * @param volume v, where a copy is louder by -v to v decibels
 */
public record AugmentationSettings(int copies, double speed, double volume)
    implements Serializable {
  private static final String SECTION = InputSettings.SECTION + ".audio.augmentation.";
  private static final int MAX_COPIES = 100;
  private static final double MAX_SPEED = 0.5;
  private static final double MAX_VOLUME = 60;

  public AugmentationSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        copies >= 0 && copies <= MAX_COPIES, SECTION + "copies", "0 to " + MAX_COPIES, copies);
    checks.require(speed >= 0 && speed <= MAX_SPEED, SECTION + "speed", "0 to " + MAX_SPEED, speed);
    checks.require(
        volume >= 0 && volume <= MAX_VOLUME, SECTION + "volume", "0 to " + MAX_VOLUME, volume);
    checks.finish();
  }

  /** Returns the settings without copies. */
  public static AugmentationSettings none() {
    return new AugmentationSettings(0, 0.1, 6);
  }
}
