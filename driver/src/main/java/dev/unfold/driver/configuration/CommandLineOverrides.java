package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;

/**
 * The settings of the command line, {@code --set key=value}.
 *
 * <p>A value is used literally, so that {@code hdfs://…} needs no quotes inside the quotes of the
 * shell; one that starts with {@code [}, <code>{</code> or {@code "} is HOCON.
 */
final class CommandLineOverrides {
  /** The option of the command line, for messages. */
  static final String OPTION = "--set";

  private CommandLineOverrides() {}

  /**
   * Parses assignments; later ones override earlier ones.
   *
   * @param origin what has them, for messages
   * @throws ConfigurationException if one is not of the form {@code key=value}
   */
  static Config parse(List<String> assignments, String origin) {
    Config all = ConfigFactory.empty(origin);
    for (String assignment : assignments) {
      all = parse(assignment, origin).withFallback(all);
    }
    return all;
  }

  private static Config parse(String assignment, String origin) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new ConfigurationException(origin + ": expected KEY=VALUE, found " + assignment);
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    try {
      ConfigValue parsed = parseValue(value).withOrigin(ConfigOriginFactory.newSimple(origin));
      return ConfigFactory.parseMap(Map.of(key, parsed), origin);
    } catch (ConfigException e) {
      throw new ConfigurationException(
          origin + ": expected KEY=VALUE, found " + assignment + ": " + e.getMessage(), e);
    }
  }

  private static ConfigValue parseValue(String value) {
    boolean hocon = value.startsWith("[") || value.startsWith("{") || value.startsWith("\"");
    return hocon
        ? ConfigFactory.parseString("value = " + value).getValue("value")
        : ConfigValueFactory.fromAnyRef(value);
  }
}
