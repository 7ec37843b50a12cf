package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.validation.InvalidSettingException;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
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
        .bind(type, object, section)
        .orElseThrow(() -> new ConfigurationException(binder.faults));
  }

  private <T extends Record> Optional<T> bind(Class<T> type, ConfigObject object, String section) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = SettingKeys.of(components[i]);
      String key = SettingKeys.join(section, name);
      ConfigValue value = object.get(name);
      if (value == null) {
        faults.add(ConfigurationFault.missing(source, key));
      } else {
        arguments[i] = argument(components[i].getGenericType(), value, key).orElse(null);
      }
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return Arrays.stream(arguments).allMatch(Objects::nonNull)
        ? construct(type, types, arguments)
        : Optional.empty();
  }

  /** Returns the value of a component; if it is wrong, adds a fault and returns nothing. */
  private Optional<?> argument(Type type, ConfigValue value, String key) {
    try {
      return type instanceof Class<?> plain && plain.isRecord()
          ? section(plain.asSubclass(Record.class), value, key)
          : Optional.of(ValueReader.read(type, value));
    } catch (WrongValueException e) {
      faults.add(
          ConfigurationFault.at(value.origin(), key, List.of(), key + ": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<? extends Record> section(
      Class<? extends Record> type, ConfigValue value, String key) throws WrongValueException {
    if (value instanceof ConfigObject object) {
      return bind(type, object, key);
    }
    throw new WrongValueException(value, "a section, as in " + key + " { … }");
  }

  private <T> Optional<T> construct(Class<T> type, Class<?>[] types, Object[] arguments) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidSettingException refused) {
        refused.problems().forEach(this::add);
        return Optional.empty();
      }
      throw new IllegalStateException("cannot construct " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + type, e);
    }
  }

  private void add(InvalidSettingException.Problem problem) {
    faults.add(
        ConfigurationFault.at(
            root.toConfig().getValue(problem.key()).origin(),
            problem.key(),
            problem.otherKeys(),
            problem.message()));
  }
}
