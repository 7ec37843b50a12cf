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
record Fault(String file, int line, String key, List<String> otherKeys, String message)
    implements Serializable {

  /** Orders faults by their places; faults of defaults are last. */
  static final Comparator<Fault> BY_PLACE =
      Comparator.<Fault, Boolean>comparing(fault -> fault.file().isEmpty())
          .thenComparing(Fault::file)
          .thenComparingInt(Fault::line);

  Fault {
    otherKeys = List.copyOf(otherKeys);
  }

  /** About a value that stands at a place. */
  static Fault at(ConfigOrigin origin, String key, List<String> otherKeys, String message) {
    return new Fault(
        Origins.file(origin),
        Math.max(0, origin.lineNumber()),
        key,
        otherKeys,
        Origins.locate(origin, message));
  }

  /** About a line of a file. */
  static Fault atLine(String file, int line, String message) {
    return new Fault(file, line, "", List.of(), file + ":" + line + ": " + message);
  }

  /** About a required key that a file does not have. */
  static Fault missing(String file, String key) {
    return new Fault(file, 0, key, List.of(key), file + ": " + key + ": required, but not set");
  }

  /** Whether the value is right by itself and may only follow from another that is wrong. */
  boolean mayFollow() {
    return !otherKeys.isEmpty();
  }
}
