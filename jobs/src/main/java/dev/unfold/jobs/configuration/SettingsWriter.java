package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.unfold.worker.settings.SettingKeys;
import dev.unfold.worker.settings.UnfoldSettings;

/**
 * The canonical form of resolved settings: JSON with every key, sorted, that {@link SettingsReader}
 * reads back to equal records. Equal settings give equal text.
 */
public final class SettingsWriter {
  private SettingsWriter() {}

  /** The text, with a newline at its end. */
  public static String write(UnfoldSettings settings) {
    return ConfigFactory.parseMap(SettingKeys.flatten(settings))
        .root()
        .render(ConfigRenderOptions.concise().setFormatted(true));
  }
}
