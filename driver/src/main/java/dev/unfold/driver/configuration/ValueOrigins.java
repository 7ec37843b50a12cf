package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;

/** Adds the location of a value to error messages. */
final class ValueOrigins {
  private ValueOrigins() {}

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
