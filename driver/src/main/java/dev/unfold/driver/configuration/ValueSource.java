package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;

/** The values of the components of a record, with their places in a configuration. */
interface ValueSource {
  /** Returns the value of a component, or null if there is none. */
  ConfigValue value(String name);

  /** Returns the full key of the setting that has the value. */
  String key(String name);

  /** Returns the place of the value for messages, which is its key or an entry of a list. */
  default String label(String name) {
    return key(name);
  }

  /**
   * Returns the values of a component that is a record itself.
   *
   * @throws WrongValueException if the value is not a section
   */
  ValueSource section(String name) throws WrongValueException;

  /** Returns the fault of a value that the record refused. */
  ConfigurationFault fault(InvalidSettingException.Problem problem);

  /**
   * The values of a section.
   *
   * @param root the root of the configuration
   * @param object the section
   * @param section the full key of the section; empty for the root
   */
  record Section(ConfigObject root, ConfigObject object, String section) implements ValueSource {
    @Override
    public ConfigValue value(String name) {
      return object.get(name);
    }

    @Override
    public String key(String name) {
      return SettingKeys.join(section, name);
    }

    @Override
    public Section section(String name) throws WrongValueException {
      return new Section(root, object(object.get(name), key(name)), key(name));
    }

    /** Returns a value as a section. */
    static ConfigObject object(ConfigValue value, String key) throws WrongValueException {
      if (value instanceof ConfigObject section) {
        return section;
      }
      throw new WrongValueException(value, "a section, as in " + key + " { … }");
    }

    @Override
    public ConfigurationFault fault(InvalidSettingException.Problem problem) {
      return ConfigurationFault.at(
          root.toConfig().getValue(problem.key()),
          problem.key(),
          problem.otherKeys(),
          problem.message());
    }
  }
}
