package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;

/**
 * An entry of {@code corpus.inputs}, or a section of one. A key that it leaves out has the value of
 * the same key of {@code corpus.input}.
 *
 * @param place the place of the entry or the section, for messages
 * @param entry the entry or the section
 * @param input the section {@code corpus.input}, or the same section of it
 */
record InputEntry(String place, ConfigObject entry, ValueSource input) implements ValueSource {
  /** Returns the names of the keys of an entry or a section. */
  static List<String> keys(Class<?> settings) {
    return Arrays.stream(settings.getRecordComponents()).map(SettingKeys::of).toList();
  }

  /** Returns the place of an entry for messages. */
  static String label(int index) {
    return InputColumns.KEY + "[" + index + "]";
  }

  @Override
  public ConfigValue value(String name) {
    return entry.containsKey(name) ? entry.get(name) : input.value(name);
  }

  @Override
  public String key(String name) {
    return entry.containsKey(name) ? InputColumns.KEY : input.key(name);
  }

  @Override
  public String label(String name) {
    return entry.containsKey(name) ? place + "." + name : input.label(name);
  }

  @Override
  public ValueSource section(String name) throws WrongValueException {
    ValueSource below = input.section(name);
    return entry.containsKey(name)
        ? new InputEntry(label(name), Section.object(entry.get(name), label(name)), below)
        : below;
  }

  /** Returns the fault of a value, whose key in the problem is that of an only input. */
  @Override
  public ConfigurationFault fault(InvalidSettingException.Problem problem) {
    String name = problem.key().substring(problem.key().lastIndexOf('.') + 1);
    return ConfigurationFault.at(
        value(name),
        key(name),
        List.of(),
        label(name) + problem.message().substring(problem.key().length()));
  }
}
