package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads the value of {@code corpus.inputs}: a list of entries. */
final class InputList {
  private final ValueSource input;
  private final Consumer<ConfigurationFault> faults;

  /**
   * @param input the section {@code corpus.input}
   * @param faults receives the faults of entries and keys
   */
  InputList(ValueSource input, Consumer<ConfigurationFault> faults) {
    this.input = input;
    this.faults = faults;
  }

  /**
   * Reads the entries.
   *
   * @throws WrongValueException if the value is not a list
   */
  List<InputEntry> read(ConfigValue value) throws WrongValueException {
    if (!(value instanceof ConfigList list)) {
      throw new WrongValueException(value, "a list of inputs, as in [{ column = text }]");
    }
    List<InputEntry> entries = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ConfigObject entry) {
        requireKnownKeys(InputEntry.label(i), entry, InputSettings.class);
        entries.add(new InputEntry(InputEntry.label(i), entry, input));
      } else {
        add(
            list.get(i),
            InputEntry.label(i)
                + ": "
                + new WrongValueException(list.get(i), "an input, as in { column = text }")
                    .getMessage());
      }
    }
    return entries;
  }

  private void requireKnownKeys(String place, ConfigObject entry, Class<?> settings) {
    List<String> known = InputEntry.keys(settings);
    for (String key : entry.keySet()) {
      if (!known.contains(key)) {
        add(
            entry.get(key),
            place + ": expected one of " + String.join(", ", known) + ", found the key " + key);
      }
    }
    for (RecordComponent component : settings.getRecordComponents()) {
      String key = SettingKeys.of(component);
      if (component.getType().isRecord() && entry.get(key) instanceof ConfigObject section) {
        requireKnownKeys(place + "." + key, section, component.getType());
      }
    }
  }

  private void add(ConfigValue value, String message) {
    faults.accept(ConfigurationFault.at(value, InputColumns.KEY, List.of(), message));
  }
}
