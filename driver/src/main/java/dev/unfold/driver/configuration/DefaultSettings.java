package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;

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

  /**
   * Returns settings in which {@code null} is replaced by the default, or by nothing without one.
   *
   * @param defaults as of {@link #read}
   */
  static Config restore(Config resolved, Config defaults) {
    return withoutNulls(resolved, "", resolved.root()).withFallback(defaults);
  }

  private static Config withoutNulls(Config config, String prefix, ConfigObject object) {
    Config result = config;
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      String path = prefix + ConfigUtil.quoteString(entry.getKey());
      if (entry.getValue().valueType() == ConfigValueType.NULL) {
        result = result.withoutPath(path);
      } else if (entry.getValue() instanceof ConfigObject section) {
        result = withoutNulls(result, path + ".", section);
      }
    }
    return result;
  }
}
