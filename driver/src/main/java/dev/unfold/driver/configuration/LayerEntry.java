package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * An entry of {@code network.layers}. A key that it leaves out has the value of the same key of
 * {@code network}.
 *
 * @param type the record of the layer's settings
 * @param index the index in the list, from 0
 * @param entry the entry
 * @param network the section {@code network}
 */
record LayerEntry(
    Class<? extends LayerSettings> type, int index, ConfigObject entry, ValueSource network)
    implements ValueSource {
  /** The name of the list in its section. */
  static final String LAYERS = "layers";

  /** Returns the names of the keys of a type of layer. */
  static List<String> keys(Class<? extends LayerSettings> type) {
    RecordComponent[] components = type.getRecordComponents();
    return Arrays.stream(components).map(SettingKeys::of).toList();
  }

  /**
   * Returns the names of the keys of all types of layers, which may also stand in {@code network}.
   */
  static Stream<String> keysOfAllTypes() {
    return LayerSettings.types().stream().flatMap(type -> keys(type).stream()).distinct();
  }

  /** Returns whether it takes the value of a key from {@code network}. */
  boolean inherits(String name) {
    return keys(type).contains(name) && !entry.containsKey(name);
  }

  @Override
  public ConfigValue value(String name) {
    return entry.containsKey(name) ? entry.get(name) : network.value(name);
  }

  @Override
  public String key(String name) {
    return network.key(entry.containsKey(name) ? LAYERS : name);
  }

  @Override
  public String label(String name) {
    return entry.containsKey(name) ? label(network, index) + "." + name : network.label(name);
  }

  /** Returns the place of an entry for messages. */
  static String label(ValueSource network, int index) {
    return network.label(LAYERS) + "[" + index + "]";
  }

  @Override
  public ValueSource section(String name) throws WrongValueException {
    return network.section(name);
  }

  /** Returns the fault of a value; its key in the problem has no section. */
  @Override
  public ConfigurationFault fault(InvalidSettingException.Problem problem) {
    String name = problem.key();
    return ConfigurationFault.at(
        value(name),
        key(name),
        List.of(),
        label(name) + problem.message().substring(name.length()));
  }
}
