package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.stream.Stream;

/** Adds the location of a value to error messages. */
final class ValueOrigins {
  private ValueOrigins() {}

  /**
   * Returns the origin of a value. That of a section, which files, options and the defaults share,
   * is that of its first value that is no default: of an option before a file.
   */
  static ConfigOrigin of(ConfigValue value) {
    return chosen(value)
        .min(Comparator.comparingInt(ConfigOrigin::lineNumber))
        .orElse(value.origin());
  }

  private static Stream<ConfigOrigin> chosen(ConfigValue value) {
    return value instanceof ConfigObject section && !section.isEmpty()
        ? section.values().stream().flatMap(ValueOrigins::chosen)
        : Stream.of(value.origin()).filter(origin -> origin.resource() == null);
  }

  /** Returns {@code FILE:LINE: MESSAGE}, or {@code MESSAGE (the default)}. */
  static String locate(ConfigOrigin origin, String message) {
    if (origin.resource() != null) {
      return message + " (the default)";
    }
    return describe(origin) + ": " + message;
  }

  /** Returns the message of the HOCON parser in the same format. */
  static String locate(ConfigException exception) {
    ConfigOrigin origin = exception.origin();
    String message = exception.getMessage();
    if (origin == null) {
      return message;
    }
    String prefix = origin.description() + ": ";
    String bare = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    return locate(origin, bare);
  }

  /** Returns the file that contains a value; empty for a default. */
  static String file(ConfigOrigin origin) {
    return origin.resource() != null ? "" : describe(origin).replaceFirst(":\\d+(-\\d+)?$", "");
  }

  private static String describe(ConfigOrigin origin) {
    return origin.description().replaceFirst(": (?=\\d+(-\\d+)?$)", ":");
  }
}
