package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigOrigin;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * A fault of a configuration and its place.
 *
 * @param file where it stands; empty where it is a default
 * @param line in the file; 0 where there is none
 * @param key of the setting that is wrong; empty where it is none
 * @param otherKeys those of the settings that it does not go together with
 * @param message with its place
 */
record ConfigurationFault(String file, int line, String key, List<String> otherKeys, String message)
    implements Serializable {

  /** Orders faults by their places; faults of defaults are last. */
  static final Comparator<ConfigurationFault> BY_PLACE =
      Comparator.<ConfigurationFault, Boolean>comparing(fault -> fault.file().isEmpty())
          .thenComparing(ConfigurationFault::file)
          .thenComparingInt(ConfigurationFault::line);

  ConfigurationFault {
    otherKeys = List.copyOf(otherKeys);
  }

  /** About a value that stands at a place. */
  static ConfigurationFault at(
      ConfigOrigin origin, String key, List<String> otherKeys, String message) {
    return new ConfigurationFault(
        ValueOrigins.file(origin),
        Math.max(0, origin.lineNumber()),
        key,
        otherKeys,
        ValueOrigins.locate(origin, message));
  }

  /** About a line of a file. */
  static ConfigurationFault atLine(String file, int line, String message) {
    return new ConfigurationFault(file, line, "", List.of(), file + ":" + line + ": " + message);
  }

  /** About a required key that a file does not have. */
  static ConfigurationFault missing(String file, String key) {
    return new ConfigurationFault(
        file, 0, key, List.of(key), file + ": " + key + ": required, but not set");
  }

  /**
   * Returns whether the value is right by itself and may only follow from another that is wrong.
   */
  boolean mayFollow() {
    return !otherKeys.isEmpty();
  }
}
