package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.validation.SettingKeys;

/**
 * Writes resolved settings in a canonical format: JSON with every key, sorted, that {@link
 * SettingsReader} reads back to equal records. Equal settings give equal text.
 */
public final class SettingsWriter {
  private SettingsWriter() {}

  /** Returns the text, with a newline at its end. */
  public static String write(UnfoldSettings settings) {
    return ConfigFactory.parseMap(SettingKeys.flatten(settings))
        .root()
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }
}
