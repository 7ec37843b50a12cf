package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;

/** Says in error messages where a value stands. */
final class ValueOrigins {
  private ValueOrigins() {}

  /** A message about a value: {@code FILE:LINE: MESSAGE}, or {@code MESSAGE (the default)}. */
  static String locate(ConfigOrigin origin, String message) {
    if (origin.resource() != null) {
      return message + " (the default)";
    }
    return describe(origin) + ": " + message;
  }

  /** The message of the HOCON parser in the same form. */
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

  /** The file that a value stands in; empty where it is a default. */
  static String file(ConfigOrigin origin) {
    return origin.resource() != null ? "" : describe(origin).replaceFirst(":\\d+(-\\d+)?$", "");
  }

  private static String describe(ConfigOrigin origin) {
    return origin.description().replaceFirst(": (?=\\d+(-\\d+)?$)", ":");
  }
}
