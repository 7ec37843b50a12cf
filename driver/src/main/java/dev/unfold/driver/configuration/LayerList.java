package dev.unfold.driver.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.LayeredNetworkSettings;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The value of {@code network.layers}: a list of entries, or a number of layers that are all of the
 * type {@code network.cell}.
 */
final class LayerList {
  /** The name of the key with the type of layers that are given as a number. */
  static final String CELL = "cell";

  private final ValueSource network;
  private final List<ConfigurationFault> faults;

  /**
   * @param network the section {@code network}
   * @param faults receives the faults of keys
   */
  LayerList(ValueSource network, List<ConfigurationFault> faults) {
    this.network = network;
    this.faults = faults;
  }

  /**
   * Reads the types of all entries.
   *
   * @return the entries whose type is known, one for each layer
   * @throws WrongValueException if the value is neither a list nor a number of layers
   */
  List<LayerEntry> read(ConfigValue value) throws WrongValueException {
    List<LayerEntry> entries = new ArrayList<>();
    if (value instanceof ConfigList list) {
      for (int i = 0; i < list.size(); i++) {
        listed(i, list.get(i)).ifPresent(entries::add);
      }
    } else {
      ConfigObject empty = ConfigFactory.empty().root();
      int count = count(value);
      for (int i = 0; i < count; i++) {
        entry(i, empty, network.value(CELL), CELL).ifPresent(entries::add);
      }
    }
    if (faults.isEmpty()) {
      requireUse(entries, !(value instanceof ConfigList));
    }
    return entries;
  }

  private static int count(ConfigValue value) throws WrongValueException {
    String expected =
        "a list of layers, or their number, 1 to " + LayeredNetworkSettings.MAX_LAYERS;
    int count;
    try {
      count = (Integer) ValueReader.read(int.class, value);
    } catch (WrongValueException e) {
      throw new WrongValueException(value, expected);
    }
    if (count < 1 || count > LayeredNetworkSettings.MAX_LAYERS) {
      throw new WrongValueException(value, expected);
    }
    return count;
  }

  private Optional<LayerEntry> listed(int index, ConfigValue value) {
    String label = LayerEntry.label(network, index);
    if (!(value instanceof ConfigObject object)) {
      add(
          value,
          label
              + ": "
              + new WrongValueException(value, "a layer, as in { type = lstm }").getMessage());
      return Optional.empty();
    }
    ConfigValue type = object.get(SettingKeys.TYPE);
    if (type == null) {
      add(value, label + ": expected a type, one of " + LayerSettings.typeNames() + ", found none");
      return Optional.empty();
    }
    Optional<LayerEntry> entry = entry(index, object, type, LayerEntry.LAYERS);
    entry.ifPresent(this::requireKnownKeys);
    return entry;
  }

  private Optional<LayerEntry> entry(
      int index, ConfigObject object, ConfigValue type, String typeKey) {
    Optional<LayerEntry> entry =
        LayerSettings.ofType(String.valueOf(type.unwrapped()))
            .map(layer -> new LayerEntry(layer, index, object, network));
    if (entry.isEmpty()) {
      String label =
          typeKey.equals(CELL)
              ? network.label(CELL)
              : LayerEntry.label(network, index) + "." + SettingKeys.TYPE;
      String wrong =
          new WrongValueException(type, "one of " + LayerSettings.typeNames()).getMessage();
      add(type, network.key(typeKey), List.of(), label + ": " + wrong);
    }
    return entry;
  }

  private void requireKnownKeys(LayerEntry entry) {
    List<String> known = LayerEntry.keys(entry.type());
    for (String key : entry.entry().keySet()) {
      if (!known.contains(key) && !key.equals(SettingKeys.TYPE)) {
        String expected =
            known.isEmpty() ? "no key but type" : "one of " + String.join(", ", known);
        add(
            entry.entry().get(key),
            LayerEntry.label(network, entry.index())
                + ": expected "
                + expected
                + " for "
                + SettingKeys.ofType(entry.type())
                + ", found the key "
                + key);
      }
    }
  }

  /**
   * Requires that every key of {@code network} whose value differs from the default is used by one
   * of the layers.
   */
  private void requireUse(List<LayerEntry> entries, boolean usesCell) {
    Config defaults = DefaultSettings.read();
    Stream<String> ofLayers =
        LayerEntry.keysOfAllTypes()
            .filter(key -> entries.stream().noneMatch(entry -> entry.inherits(key)));
    Stream<String> unused = usesCell ? ofLayers : Stream.concat(Stream.of(CELL), ofLayers);
    unused
        .filter(key -> !hasDefault(network.key(key), network.value(key), defaults))
        .forEach(
            key ->
                add(
                    network.value(key),
                    network.key(key),
                    List.of(network.key(LayerEntry.LAYERS)),
                    network.label(key)
                        + ": expected a layer that takes the value from here, found only layers of"
                        + " type "
                        + entries.stream()
                            .map(entry -> SettingKeys.ofType(entry.type()))
                            .distinct()
                            .collect(Collectors.joining(", "))));
  }

  /** Returns whether a setting has its default, also as a text of the command line. */
  private static boolean hasDefault(String key, ConfigValue value, Config defaults) {
    return value == null
        || value.unwrapped().toString().equals(defaults.getValue(key).unwrapped().toString());
  }

  private void add(ConfigValue value, String message) {
    add(value, network.key(LayerEntry.LAYERS), List.of(), message);
  }

  private void add(ConfigValue value, String key, List<String> otherKeys, String message) {
    ConfigurationFault fault = ConfigurationFault.at(value, key, otherKeys, message);
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
  }
}
