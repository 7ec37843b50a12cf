package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.Arrays;
import java.util.List;

/**
 * An entry of {@code corpus.inputs}. A key that it leaves out has the value of the same key of
 * {@code corpus.input}.
 *
 * @param index the index in the list, from 0
 * @param entry the entry
 * @param input the section {@code corpus.input}
 */
record InputEntry(int index, ConfigObject entry, ValueSource input) implements ValueSource {
  /** Returns the names of the keys of an entry. */
  static List<String> keys() {
    return Arrays.stream(InputSettings.class.getRecordComponents()).map(SettingKeys::of).toList();
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
    return entry.containsKey(name) ? label(index) + "." + name : input.label(name);
  }

  /** Returns the fault of a value, whose key in the problem is that of an only input. */
  @Override
  public ConfigurationFault fault(InvalidSettingException.Problem problem) {
    String name = problem.key().substring(InputSettings.SECTION.length() + 1);
    return ConfigurationFault.at(
        value(name).origin(),
        key(name),
        List.of(),
        label(name) + problem.message().substring(problem.key().length()));
  }
}
