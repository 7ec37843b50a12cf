package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.unfold.worker.settings.UnfoldSettings;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Creates settings from a configuration and reports all of its faults together: a wrong value is
 * replaced by a valid one, so that the others can be checked with it. Faults that only follow from
 * other faults are not reported.
 */
final class SettingsBinder {
  /** The replacements for required values that are wrong. */
  private static final Config STAND_INS =
      ConfigFactory.parseString(
          "corpus { train = none, input.column = none, target.column = none }, run.dir = none");

  private final String source;
  private final Config replacements;
  private final List<ConfigurationFault> reported = new ArrayList<>();
  private final Set<String> wrong = new HashSet<>();
  private Config config;

  /**
   * @param source names the configuration in messages about missing keys
   * @param config the configuration, which includes all defaults
   * @param defaults the values that replace wrong ones
   */
  SettingsBinder(String source, Config config, Config defaults) {
    this.source = source;
    this.config = config;
    replacements = STAND_INS.withFallback(defaults);
  }

  /**
   * Returns the settings.
   *
   * @param known faults that were found before; their values are not checked again
   * @throws ConfigurationException with these and all other faults, if there are any
   */
  UnfoldSettings bind(List<ConfigurationFault> known) {
    reported.addAll(known);
    known.forEach(fault -> wrong.add(fault.key()));
    List<ConfigurationFault> newFaults = new ArrayList<>();
    do {
      newFaults.clear();
      try {
        UnfoldSettings settings =
            RecordBinder.bind(source, UnfoldSettings.class, config.root(), "");
        if (reported.isEmpty()) {
          return settings;
        }
      } catch (ConfigurationException e) {
        newFaults.addAll(e.faults());
      }
    } while (replace(newFaults));
    throw new ConfigurationException(reported);
  }

  /** Records the faults and replaces their values; returns false if nothing is left to replace. */
  private boolean replace(List<ConfigurationFault> newFaults) {
    boolean replaced = false;
    for (ConfigurationFault fault : newFaults) {
      if (!fault.mayFollow()) {
        reported.add(fault);
        replaced |= replace(fault.key());
      }
    }
    for (ConfigurationFault fault : newFaults) {
      if (fault.mayFollow()) {
        boolean follows =
            isWrong(fault.key()) || fault.otherKeys().stream().anyMatch(this::isWrong);
        if (!follows) {
          reported.add(fault);
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

  /**
   * Replaces a value. Without the list of inputs there is one input, about which nothing is known.
   */
  private boolean replace(String key) {
    if (key.equals(InputColumns.KEY)) {
      wrong.add(InputSettings.SECTION);
    }
    config = config.withValue(key, replacements.getValue(key));
    return wrong.add(key);
  }

  /** Returns whether the value, one of its parts or its section has been replaced. */
  private boolean isWrong(String key) {
    return wrong.stream()
        .anyMatch(
            other ->
                other.equals(key) || other.startsWith(key + ".") || key.startsWith(other + "."));
  }
}
