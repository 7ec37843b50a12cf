package dev.unfold.jobs.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.unfold.worker.settings.UnfoldSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes settings of a configuration and tells all of its faults at once: a value that is wrong is
 * replaced by one that is not, so that the others can be checked with it. Faults that only follow
 * from other faults are not reported.
 */
final class SettingsBinder {
  /** The stand-in for a required value that is wrong. */
  private static final Config STAND_INS =
      ConfigFactory.parseString(
          "corpus { train = none, input.column = none, target.column = none }, run.dir = none");

  private final String source;
  private final Config replacements;
  private final List<ConfigurationFault> told = new ArrayList<>();
  private final Set<String> wrong = new HashSet<>();
  private Config config;

  /**
   * @param source names the configuration in messages about what it lacks
   * @param config with all defaults
   * @param defaults that replace what is wrong
   */
  SettingsBinder(String source, Config config, Config defaults) {
    this.source = source;
    this.config = config;
    replacements = STAND_INS.withFallback(defaults);
  }

  /**
   * The settings.
   *
   * @param known faults that were found before; their values are not looked at again
   * @throws ConfigurationException with those and all others, if there are any
   */
  UnfoldSettings bind(List<ConfigurationFault> known) {
    told.addAll(known);
    known.forEach(fault -> wrong.add(fault.key()));
    List<ConfigurationFault> found = new ArrayList<>();
    do {
      found.clear();
      try {
        UnfoldSettings settings =
            RecordBinder.bind(source, UnfoldSettings.class, config.root(), "");
        if (told.isEmpty()) {
          return settings;
        }
      } catch (ConfigurationException e) {
        found.addAll(e.faults());
      }
    } while (replace(found));
    throw new ConfigurationException(told);
  }

  /** Notes the faults and replaces their values; false where there is nothing left to replace. */
  private boolean replace(List<ConfigurationFault> found) {
    boolean replaced = false;
    for (ConfigurationFault fault : found) {
      if (!fault.mayFollow()) {
        told.add(fault);
        replaced |= replace(fault.key());
      }
    }
    for (ConfigurationFault fault : found) {
      if (fault.mayFollow()) {
        boolean follows =
            isWrong(fault.key()) || fault.otherKeys().stream().anyMatch(this::isWrong);
        if (!follows) {
          told.add(fault);
        }
        replaced |= replace(fault.key()) || (follows && replaceAll(fault.otherKeys()));
      }
    }
    return replaced;
  }

  private boolean replaceAll(List<String> keys) {
    boolean replaced = false;
    for (String key : keys) {
      replaced |= replace(key);
    }
    return replaced;
  }

  private boolean replace(String key) {
    config = config.withValue(key, replacements.getValue(key));
    return wrong.add(key);
  }

  /** Returns whether the value, one of its parts or its section is not the user's any more. */
  private boolean isWrong(String key) {
    return wrong.stream()
        .anyMatch(
            other ->
                other.equals(key) || other.startsWith(key + ".") || key.startsWith(other + "."));
  }
}
