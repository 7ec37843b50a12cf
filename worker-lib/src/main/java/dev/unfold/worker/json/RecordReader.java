package dev.unfold.worker.json;

import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Creates records from what {@link PlainJson} reads: a component is the value of the key with its
 * name. Components are numbers, truth values, texts, enum constants in kebab-case, records,
 * interfaces of records, and lists of these. Nothing else may be missing or null, and no value is
 * converted; other keys are ignored.
 *
 * @param choices how the record of an interface is chosen, by the interface
 */
public record RecordReader(Map<Class<?>, Choice> choices) {
  /** Chooses a record. */
  @FunctionalInterface
  public interface Choice {
    /**
     * Returns the class of the record.
     *
     * @param object the keys of the object
     * @throws IllegalArgumentException if there is none
     */
    Class<?> of(String path, Map<?, ?> object);
  }

  /**
   * Returns a record or what an interface of records stands for.
   *
   * @param path the place of the value for messages, such as {@code network}
   * @throws IllegalArgumentException if the value does not fit, with its place, or the record
   *     refuses it
   */
  public <T> T read(String path, Object value, Class<T> type) {
    return type.cast(read(path, value, (Type) type));
  }

  private Object read(String path, Object value, Type type) {
    if (type instanceof ParameterizedType list) {
      return list(path, value, list.getActualTypeArguments()[0]);
    }
    Class<?> plain = (Class<?>) type;
    if (choices.containsKey(plain)) {
      return record(path, value, choices.get(plain).of(path, object(path, value)));
    }
    if (plain.isRecord()) {
      return record(path, value, plain);
    }
    return plain.isEnum() ? constant(path, value, plain) : ScalarReader.read(path, value, plain);
  }

  private List<Object> list(String path, Object value, Type element) {
    if (!(value instanceof List<?> values)) {
      throw ScalarReader.refused(path, "a list", value);
    }
    List<Object> read = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      read.add(read(path + "[" + i + "]", values.get(i), element));
    }
    return read;
  }

  private static Map<?, ?> object(String path, Object value) {
    if (value instanceof Map<?, ?> object) {
      return object;
    }
    throw ScalarReader.refused(path, "an object", value);
  }

  private Object record(String path, Object value, Class<?> type) {
    Map<?, ?> object = object(path, value);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = components[i].getName();
      String place = path + "." + key;
      if (!object.containsKey(key)) {
        throw new IllegalArgumentException(place + ": expected a value, found no such key");
      }
      values[i] = read(place, object.get(key), components[i].getGenericType());
    }
    return create(type, components, values);
  }

  private static Object create(Class<?> type, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(type + " cannot be created", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be created", e);
    }
  }

  private static Object constant(String path, Object value, Class<?> type) {
    List<Enum<?>> constants = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      constants.add((Enum<?>) constant);
    }
    return constants.stream()
        .filter(constant -> SettingKeys.of(constant).equals(value))
        .findFirst()
        .orElseThrow(() -> ScalarReader.refused(path, "one of " + names(constants), value));
  }

  private static String names(List<Enum<?>> constants) {
    return constants.stream().map(SettingKeys::of).collect(Collectors.joining(", "));
  }
}
