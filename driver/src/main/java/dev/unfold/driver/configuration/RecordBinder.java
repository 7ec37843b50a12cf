package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.corpus.InputSettings;
import dev.unfold.worker.settings.network.LayerSettings;
import dev.unfold.worker.settings.network.NetworkSettings;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Creates records from configuration sections: a component is a section, or a value that {@link
 * ValueReader} reads.
 */
final class RecordBinder {
  private final String source;
  private final ConfigObject root;
  private final List<ConfigurationFault> faults = new ArrayList<>();

  private RecordBinder(String source, ConfigObject root) {
    this.source = source;
    this.root = root;
  }

  /**
   * Reads a record; keys that it does not have are ignored.
   *
   * @param source names the whole configuration in messages about missing keys
   * @param root the root of the configuration
   * @param section the full key of the object, empty for the root
   * @throws ConfigurationException with every value that is missing, has another type or is refused
   *     by a record; a record with such a value is not constructed and cannot refuse further ones
   */
  static <T extends Record> T bind(
      String source, Class<T> type, ConfigObject root, String section) {
    RecordBinder binder = new RecordBinder(source, root);
    ConfigObject object = section.isEmpty() ? root : root.toConfig().getObject(section);
    return binder
        .bind(type, new ValueSource.Section(root, object, section))
        .orElseThrow(() -> new ConfigurationException(binder.faults));
  }

  private <T> Optional<T> bind(Class<T> type, ValueSource values) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = SettingKeys.of(components[i]);
      if (values.value(name) == null) {
        faults.add(ConfigurationFault.missing(source, values.label(name)));
      } else {
        arguments[i] = argument(components[i].getGenericType(), values, name).orElse(null);
      }
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return Arrays.stream(arguments).allMatch(Objects::nonNull)
        ? construct(type, types, arguments, values)
        : Optional.empty();
  }

  /** Returns the value of a component; if it is wrong, adds a fault and returns nothing. */
  private Optional<?> argument(Type type, ValueSource values, String name) {
    ConfigValue value = values.value(name);
    try {
      if (type == NetworkSettings.class) {
        return network(section(value, values.key(name)));
      }
      if (isListOf(type, LayerSettings.class)) {
        return layers(new LayerList(values, faults).read(value));
      }
      if (isListOf(type, InputSettings.class)) {
        return inputs(value);
      }
      return type instanceof Class<?> plain && plain.isRecord()
          ? bind(plain, values.section(name))
          : Optional.of(ValueReader.read(type, value));
    } catch (WrongValueException e) {
      add(
          ConfigurationFault.at(
              value, values.key(name), List.of(), values.label(name) + ": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static boolean isListOf(Type type, Class<?> element) {
    return type instanceof ParameterizedType list && list.getActualTypeArguments()[0] == element;
  }

  private Optional<List<InputSettings>> inputs(ConfigValue value) throws WrongValueException {
    ConfigValue input = root.toConfig().getValue(InputSettings.SECTION);
    int before = faults.size();
    List<InputSettings> inputs = new ArrayList<>();
    for (InputEntry entry :
        new InputList(section(input, InputSettings.SECTION), this::add).read(value)) {
      bind(InputSettings.class, entry).ifPresent(inputs::add);
    }
    return faults.size() == before ? Optional.of(inputs) : Optional.empty();
  }

  private Optional<List<LayerSettings>> layers(List<LayerEntry> entries) {
    List<LayerSettings> layers = new ArrayList<>();
    for (LayerEntry entry : entries) {
      bind(entry.type(), entry).ifPresent(layers::add);
    }
    return faults.isEmpty() ? Optional.of(layers) : Optional.empty();
  }

  private Optional<?> network(ValueSource.Section section) {
    NetworkType type = new NetworkType(section);
    Optional<ConfigurationFault> fault = type.fault();
    fault.ifPresent(this::add);
    return fault.isPresent() ? Optional.empty() : bind(type.record(), section);
  }

  private ValueSource.Section section(ConfigValue value, String key) throws WrongValueException {
    return new ValueSource.Section(root, ValueSource.Section.object(value, key), key);
  }

  private <T> Optional<T> construct(
      Class<T> type, Class<?>[] types, Object[] arguments, ValueSource values) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSettingException refused) {
        refused.problems().stream().map(values::fault).forEach(this::add);
        return Optional.empty();
      }
      throw new IllegalStateException("cannot construct " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + type, e);
    }
  }

  /** Adds a fault unless it is known, as that of a value which several layers share. */
  private void add(ConfigurationFault fault) {
    if (!faults.contains(fault)) {
      faults.add(fault);
    }
  }
}
