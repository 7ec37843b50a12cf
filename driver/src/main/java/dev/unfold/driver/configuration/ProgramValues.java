package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Map;

/** The settings that a Java program sets by their keys. */
final class ProgramValues {
  /** The location of these values in messages. */
  static final String ORIGIN = "settings";

  private ProgramValues() {}

  /**
   * Returns the values as a configuration.
   *
   * @param values by key: texts, numbers, booleans, and lists and maps of them
   * @throws ConfigurationException if a key is not one, or a value of another type
   */
  static Config of(Map<String, ?> values) {
    Config all = ConfigFactory.empty(ORIGIN);
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      all = of(entry.getKey(), entry.getValue()).withFallback(all);
    }
    return all;
  }

  private static Config of(String key, Object value) {
    try {
      return ConfigValueFactory.fromAnyRef(value, ORIGIN)
          .withOrigin(ConfigOriginFactory.newSimple(ORIGIN))
          .atPath(key);
    } catch (ConfigException e) {
      throw new ConfigurationException(
          ORIGIN
              + ": "
              + key
              + ": expected a key with a text, a number, a boolean, or a list or map of them, found "
              + value,
          e);
    }
  }
}
