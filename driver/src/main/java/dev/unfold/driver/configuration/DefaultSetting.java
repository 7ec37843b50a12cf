package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.stream.Collectors;

/**
 * A setting as {@code defaults.conf} has it.
 *
 * @param key the full key
 * @param value the default: a text, a number, a boolean, or a list or map of them
 * @param documentation the comment
 */
public record DefaultSetting(String key, Object value, String documentation) {
  private static final Config DEFAULTS = DefaultSettings.read();

  /**
   * Returns the setting with a key.
   *
   * @throws com.typesafe.config.ConfigException if there is none, or it has no default
   */
  public static DefaultSetting of(String key) {
    ConfigValue value = DEFAULTS.getValue(key);
    String documentation =
        value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    return new DefaultSetting(key, value.unwrapped(), documentation);
  }
}
