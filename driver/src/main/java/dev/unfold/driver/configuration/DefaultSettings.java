package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;

/** The defaults of all settings that have one. */
final class DefaultSettings {
  /** The resource with every key, its documentation and its default. */
  static final String RESOURCE = "/dev/unfold/driver/configuration/defaults.conf";

  private DefaultSettings() {}

  /** Reads the defaults. */
  static Config read() {
    return ConfigFactory.parseResources(
        DefaultSettings.class, RESOURCE, ConfigParseOptions.defaults().setAllowMissing(false));
  }
}
