package dev.unfold.ml.python;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Values and types of parameters in Python. */
final class Values {
  private static final Map<Class<?>, String> TYPES =
      Map.of(
          String[].class,
          "List[str]",
          boolean.class,
          "bool",
          int.class,
          "int",
          long.class,
          "int",
          double.class,
          "float",
          List.class,
          "list",
          Map.class,
          "dict");

  /** Returns a value as a Python literal. */
  static String python(Object value) {
    if (value instanceof String text) {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof String[] texts) {
      return Arrays.stream(texts).map(Values::python).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }

  /** Returns the name of the Python type of a parameter. */
  static String typeOf(Param<?> param) {
    if (param instanceof StringArrayParam) {
      return "List[str]";
    }
    if (param instanceof BooleanParam) {
      return "bool";
    }
    if (param instanceof IntParam || param instanceof LongParam) {
      return "int";
    }
    return param instanceof DoubleParam ? "float" : "str";
  }

  /** Returns the name of the Python type of a Java type. */
  static String typeOf(Class<?> type) {
    return TYPES.getOrDefault(type, "str");
  }

  /** Returns the name of the function that converts values of a Python type. */
  static String converterOf(String type) {
    return switch (type) {
      case "List[str]" -> "toListString";
      case "bool" -> "toBoolean";
      case "int" -> "toInt";
      case "float" -> "toFloat";
      default -> "toString";
    };
  }

  private Values() {}
}
