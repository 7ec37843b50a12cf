package dev.unfold.driver.configuration;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.unfold.worker.settings.training.ClassWeightSettings;
import dev.unfold.worker.settings.training.OuterMomentum;
import dev.unfold.worker.settings.training.VectorFiles;
import dev.unfold.worker.settings.validation.SettingKeys;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads values of a configuration as {@code int}, {@code long}, {@code double}, {@code boolean},
 * {@code String}, enums, {@link ClassWeightSettings}, {@link OuterMomentum}, {@link VectorFiles},
 * and lists of texts, of integers or of enums. A single value is read as a list of one, an empty
 * text as an empty list. Texts are accepted as numbers if they look like one, because environment
 * variables and the command line provide texts.
 */
final class ValueReader {
  private ValueReader() {}

  /**
   * Reads a value.
   *
   * @throws WrongValueException if it is not of that type
   */
  static Object read(Type type, ConfigValue value) throws WrongValueException {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      if (element.isEnum()) {
        return constants(element, value);
      }
      return element == Integer.class ? integers(value) : strings(value);
    }
    Class<?> plain = (Class<?>) type;
    return plain.isEnum() ? constant(plain, value) : scalar(plain, value);
  }

  private static Object scalar(Class<?> type, ConfigValue value) throws WrongValueException {
    if (type == ClassWeightSettings.class) {
      return classWeights(value);
    }
    if (type == OuterMomentum.class) {
      return outerMomentum(value);
    }
    if (type == VectorFiles.class) {
      return vectorFiles(value);
    }
    if (type == String.class) {
      return text(value, "a text");
    }
    if (type == int.class) {
      return integer(value);
    }
    if (type == long.class) {
      String expected = "a whole number of 64 bits";
      try {
        return number(value, expected).longValueExact();
      } catch (ArithmeticException e) {
        throw new WrongValueException(value, expected);
      }
    }
    if (type == double.class) {
      return number(value, "a number").doubleValue();
    }
    if (type == boolean.class) {
      return truth(value);
    }
    throw new IllegalStateException("no setting can be of type " + type);
  }

  private static ClassWeightSettings classWeights(ConfigValue value) throws WrongValueException {
    if (value instanceof ConfigObject weights && !weights.isEmpty()) {
      Map<String, Double> byLabel = new TreeMap<>();
      for (Map.Entry<String, ConfigValue> entry : weights.entrySet()) {
        byLabel.put(entry.getKey(), weight(entry.getValue()));
      }
      return ClassWeightSettings.given(byLabel);
    }
    String expected = "none, balanced, or weights as in { label = 2, \"other label\" = 0.5 }";
    return switch (value instanceof ConfigObject ? "" : text(value, expected)) {
      case "none" -> ClassWeightSettings.none();
      case "balanced" -> ClassWeightSettings.balanced();
      default -> throw new WrongValueException(value, expected);
    };
  }

  private static OuterMomentum outerMomentum(ConfigValue value) throws WrongValueException {
    String expected = "auto, or a number at least 0 and below 1";
    return text(value, expected).equals(OuterMomentum.AUTO)
        ? OuterMomentum.auto()
        : OuterMomentum.of(number(value, expected).doubleValue());
  }

  private static VectorFiles vectorFiles(ConfigValue value) throws WrongValueException {
    String expected = "the path of a file, or one for each column as in { tokens = vectors.txt }";
    if (value instanceof ConfigObject files && !files.isEmpty()) {
      Map<String, String> byColumn = new TreeMap<>();
      for (Map.Entry<String, ConfigValue> entry : files.entrySet()) {
        String path = text(entry.getValue(), expected);
        if (path.isEmpty() || entry.getKey().isEmpty()) {
          throw new WrongValueException(value, expected);
        }
        byColumn.put(entry.getKey(), path);
      }
      return VectorFiles.ofColumns(byColumn);
    }
    String path = text(value, expected);
    return path.isEmpty() ? VectorFiles.none() : VectorFiles.ofFirst(path);
  }

  private static double weight(ConfigValue value) throws WrongValueException {
    String expected = "a weight above 0 for each label";
    double weight = number(value, expected).doubleValue();
    if (weight <= 0 || !Double.isFinite(weight)) {
      throw new WrongValueException(value, expected);
    }
    return weight;
  }

  private static Integer integer(ConfigValue value) throws WrongValueException {
    String expected = "a whole number of 32 bits";
    try {
      return number(value, expected).intValueExact();
    } catch (ArithmeticException e) {
      throw new WrongValueException(value, expected);
    }
  }

  private static Object constant(Class<?> type, ConfigValue value) throws WrongValueException {
    List<Enum<?>> constants =
        Arrays.stream(type.getEnumConstants()).<Enum<?>>map(Enum.class::cast).toList();
    String expected = constants.stream().map(SettingKeys::of).collect(Collectors.joining(", "));
    String text = text(value, expected);
    return constants.stream()
        .filter(constant -> SettingKeys.of(constant).equals(text))
        .findFirst()
        .orElseThrow(() -> new WrongValueException(value, "one of " + expected));
  }

  private static List<Object> constants(Class<?> type, ConfigValue value)
      throws WrongValueException {
    List<Object> constants = new ArrayList<>();
    for (ConfigValue element : value instanceof ConfigList list ? list : List.of(value)) {
      constants.add(constant(type, element));
    }
    return constants;
  }

  private static List<String> strings(ConfigValue value) throws WrongValueException {
    if (value instanceof ConfigList list) {
      List<String> texts = new ArrayList<>();
      for (ConfigValue element : list) {
        texts.add(text(element, "a list of texts"));
      }
      return texts;
    }
    String one = text(value, "a text or a list of texts");
    return one.isEmpty() ? List.of() : List.of(one);
  }

  private static List<Integer> integers(ConfigValue value) throws WrongValueException {
    if (value instanceof ConfigList list) {
      List<Integer> numbers = new ArrayList<>();
      for (ConfigValue element : list) {
        numbers.add(integer(element));
      }
      return numbers;
    }
    String one = text(value, "a whole number or a list of them");
    return one.isEmpty() ? List.of() : List.of(integer(value));
  }

  private static boolean truth(ConfigValue value) throws WrongValueException {
    return switch (text(value, "true or false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new WrongValueException(value, "true or false");
    };
  }

  private static BigDecimal number(ConfigValue value, String expected) throws WrongValueException {
    try {
      return new BigDecimal(text(value, expected));
    } catch (NumberFormatException e) {
      throw new WrongValueException(value, expected);
    }
  }

  private static String text(ConfigValue value, String expected) throws WrongValueException {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> WrongValueException.asWritten(value);
      case OBJECT, LIST, NULL -> throw new WrongValueException(value, expected);
    };
  }
}
