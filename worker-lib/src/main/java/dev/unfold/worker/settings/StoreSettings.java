package dev.unfold.worker.settings;

import dev.unfold.worker.settings.validation.SettingChecks;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The settings of the model store.
 *
 * @param dir the folder of stores on any file system that supports commits; empty for none
 * @param name the name of the store in the folder
 * @param keep the number of newest versions that are kept; the champion and the target of a
 *     rollback are always kept
 */
public record StoreSettings(String dir, String name, int keep) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public StoreSettings {
    SettingChecks checks = new SettingChecks();
    checks.require(
        NAME.matcher(name).matches(),
        "store.name",
        "at most 100 letters, digits, dots, dashes and underscores",
        name);
    checks.require(keep >= 2, "store.keep", "at least 2", keep);
    checks.finish();
  }

  /** Returns the folder of the store. */
  public String path() {
    return dir + "/" + name;
  }
}
