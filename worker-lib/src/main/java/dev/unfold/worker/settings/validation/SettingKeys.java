package dev.unfold.worker.settings.validation;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names of settings in a configuration file. */
public final class SettingKeys {
  /** The key of the type of an entry in a list of records. */
  public static final String TYPE = "type";

  private SettingKeys() {}

  /** Returns the name of a type: {@code LstmSettings} is {@code lstm}. */
  public static String ofType(Class<?> settings) {
    return kebabCase(settings.getSimpleName().replaceFirst("Settings$", ""));
  }

  /** Returns the key of a component: {@code learningRate} is {@code learning-rate}. */
  public static String of(RecordComponent component) {
    return kebabCase(component.getName());
  }

  private static String kebabCase(String camelCase) {
    return camelCase.replaceAll("(?<!^)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** Returns the value of a constant: {@code LANGUAGE_MODEL} is {@code language-model}. */
  public static String of(Enum<?> constant) {
    return constant.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** Returns the key inside a section; the section of the root is empty. */
  public static String join(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }

  /**
   * Returns every full key with its value: a number, a Boolean, a string, a map from strings to
   * numbers, or a list of them or of records, each of which is a map, with its type if there are
   * several.
   */
  public static SortedMap<String, Object> flatten(Record settings) {
    SortedMap<String, Object> flat = new TreeMap<>();
    addSection("", settings, flat);
    return flat;
  }

  private static void addSection(String section, Record values, SortedMap<String, Object> flat) {
    for (RecordComponent component : values.getClass().getRecordComponents()) {
      String key = join(section, of(component));
      Object value = get(component, values);
      if (value instanceof Record inner) {
        addSection(key, inner, flat);
      } else {
        flat.put(key, plain(value));
      }
    }
  }

  private static Object plain(Object value) {
    if (value instanceof Enum<?> constant) {
      return of(constant);
    }
    if (value instanceof PlainSetting setting) {
      return setting.plain();
    }
    if (value instanceof Record inner) {
      SortedMap<String, Object> entry = flatten(inner);
      if (Arrays.stream(inner.getClass().getInterfaces()).anyMatch(Class::isSealed)) {
        entry.put(TYPE, ofType(inner.getClass()));
      }
      return entry;
    }
    return value instanceof List<?> list ? list.stream().map(SettingKeys::plain).toList() : value;
  }

  private static Object get(RecordComponent component, Record values) {
    try {
      return component.getAccessor().invoke(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
