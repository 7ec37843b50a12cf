package dev.unfold.jobs.configuration;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.SettingKeys;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes records of configuration sections.
 *
 * <p>Components may be {@code int}, {@code long}, {@code double}, {@code boolean}, {@code String},
 * enums, {@code List<String>} and {@code List<Integer>} (one value stands for a list of one, an
 * empty text for none) and records of the same. Texts count as numbers where they are written like
 * one, since that is what environment variables and the command line give.
 */
final class RecordBinder {
  private final String source;

  /**
   * @param source names the whole configuration in messages about what it lacks
   */
  RecordBinder(String source) {
    this.source = source;
  }

  /**
   * Reads a record; keys that it does not have are ignored.
   *
   * @param section the full key of the object, empty for the root
   * @throws ConfigurationException if a value is missing or of another type
   * @throws IllegalArgumentException if the constructor of a record refuses a value
   */
  <T extends Record> T bind(Class<T> type, ConfigObject object, String section) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = SettingKeys.of(components[i]);
      String key = SettingKeys.join(section, name);
      ConfigValue value = object.get(name);
      if (value == null) {
        throw new ConfigurationException(source + ": " + key + ": required, but not set");
      }
      arguments[i] = convert(components[i].getGenericType(), value, key);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return construct(type, types, arguments);
  }

  private static <T> T construct(Class<T> type, Class<?>[] types, Object[] arguments) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot construct " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + type, e);
    }
  }

  private Object convert(Type type, ConfigValue value, String key) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      boolean numbers = list.getActualTypeArguments()[0] == Integer.class;
      return numbers ? integers(value, key) : strings(value, key);
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord()) {
      return section(plain.asSubclass(Record.class), value, key);
    }
    if (plain.isEnum()) {
      return constant(plain, value, key);
    }
    return scalar(plain, value, key);
  }

  private static Object scalar(Class<?> type, ConfigValue value, String key) {
    if (type == String.class) {
      return text(value, key, "a text");
    }
    try {
      if (type == int.class) {
        return number(value, key, "a whole number of 32 bits").intValueExact();
      }
      if (type == long.class) {
        return number(value, key, "a whole number of 64 bits").longValueExact();
      }
    } catch (ArithmeticException e) {
      throw wrong(value, key, "a whole number of " + (type == int.class ? 32 : 64) + " bits");
    }
    if (type == double.class) {
      return number(value, key, "a number").doubleValue();
    }
    if (type == boolean.class) {
      return truth(value, key);
    }
    throw new IllegalStateException(key + ": no setting can be of type " + type);
  }

  private Record section(Class<? extends Record> type, ConfigValue value, String key) {
    if (value instanceof ConfigObject object) {
      return bind(type, object, key);
    }
    throw wrong(value, key, "a section, as in " + key + " { … }");
  }

  private static Object constant(Class<?> type, ConfigValue value, String key) {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(Enum.class::cast).toList();
    String expected = constants.stream().map(SettingKeys::of).collect(Collectors.joining(", "));
    String text = text(value, key, expected);
    return constants.stream()
        .filter(constant -> SettingKeys.of(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> wrong(value, key, "one of " + expected));
  }

  private static List<String> strings(ConfigValue value, String key) {
    if (value instanceof ConfigList list) {
      return list.stream().map(element -> text(element, key, "a list of texts")).toList();
    }
    String one = text(value, key, "a text or a list of texts");
    return one.isEmpty() ? List.of() : List.of(one);
  }

  private static List<Integer> integers(ConfigValue value, String key) {
    if (value instanceof ConfigList list) {
      return list.stream().map(element -> (Integer) scalar(int.class, element, key)).toList();
    }
    return text(value, key, "a whole number or a list of them").isEmpty()
        ? List.of()
        : List.of((Integer) scalar(int.class, value, key));
  }

  private static boolean truth(ConfigValue value, String key) {
    return switch (text(value, key, "true or false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(value, key, "true or false");
    };
  }

  private static BigDecimal number(ConfigValue value, String key, String expected) {
    try {
      return new BigDecimal(text(value, key, expected));
    } catch (NumberFormatException e) {
      throw wrong(value, key, expected);
    }
  }

  private static String text(ConfigValue value, String key, String expected) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> asWritten(value);
      case OBJECT, LIST, NULL -> throw wrong(value, key, expected);
    };
  }

  private static String asWritten(ConfigValue scalar) {
    return scalar.atKey("value").getString("value");
  }

  private static ConfigurationException wrong(ConfigValue value, String key, String expected) {
    String found =
        switch (value.valueType()) {
          case OBJECT -> "a section";
          case NUMBER -> asWritten(value);
          case STRING, BOOLEAN, LIST, NULL -> value.render(ConfigRenderOptions.concise());
        };
    return new ConfigurationException(
        Origins.locate(value.origin(), key + ": expected " + expected + ", found " + found));
  }
}
