package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * A fault of a configuration and its location.
 *
 * @param file the file that contains it; empty for a default
 * @param line the line in the file; 0 if unknown
 * @param key the key of the wrong setting; empty if it is not about a setting
 * @param otherKeys the keys of the settings with which it is inconsistent
 * @param message the message, which includes the location
 */
record ConfigurationFault(String file, int line, String key, List<String> otherKeys, String message)
    implements Serializable {

  /** Orders faults by their locations; faults of defaults are last. */
  static final Comparator<ConfigurationFault> BY_PLACE =
      Comparator.<ConfigurationFault, Boolean>comparing(fault -> fault.file().isEmpty())
          .thenComparing(ConfigurationFault::file)
          .thenComparingInt(ConfigurationFault::line);

  ConfigurationFault {
    otherKeys = List.copyOf(otherKeys);
  }

  /** Returns a fault of a value, or of a section, with a location. */
  static ConfigurationFault at(
      ConfigValue value, String key, List<String> otherKeys, String message) {
    ConfigOrigin origin = ValueOrigins.of(value);
    return new ConfigurationFault(
        ValueOrigins.file(origin),
        Math.max(0, origin.lineNumber()),
        key,
        otherKeys,
        ValueOrigins.locate(origin, message));
  }

  /** Returns a fault of a line of a file. */
  static ConfigurationFault atLine(String file, int line, String message) {
    return new ConfigurationFault(file, line, "", List.of(), file + ":" + line + ": " + message);
  }

  /** Returns the fault of a missing required key. */
  static ConfigurationFault missing(String file, String key) {
    return new ConfigurationFault(
        file, 0, key, List.of(key), file + ": " + key + ": required, but not set");
  }

  /**
   * Returns whether the value is valid by itself and the fault may only follow from another one.
   */
  boolean mayFollow() {
    return !otherKeys.isEmpty();
  }
}
