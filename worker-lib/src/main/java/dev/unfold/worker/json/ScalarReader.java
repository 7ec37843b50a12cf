package dev.unfold.worker.json;

/** Reads numbers, truth values and texts from what {@link PlainJson} reads. */
final class ScalarReader {
  private static final int LONGEST_QUOTE = 100;

  private ScalarReader() {}

  /**
   * Returns a value of a type.
   *
   * @throws IllegalArgumentException if it is of another type or too large
   */
  static Object read(String path, Object value, Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return requireType(path, value, Integer.class, "a whole number of at most 32 bits");
    }
    if (type == long.class) {
      return value instanceof Integer number
          ? Long.valueOf(number)
          : requireType(path, value, Long.class, "a whole number of at most 64 bits");
    }
    if (type == double.class || type == Double.class) {
      return requireType(path, value, Number.class, "a number").doubleValue();
    }
    return type == boolean.class
        ? requireType(path, value, Boolean.class, "true or false")
        : requireType(path, value, String.class, "a text");
  }

  private static <T> T requireType(String path, Object value, Class<T> type, String expected) {
    if (!type.isInstance(value)) {
      throw refused(path, expected, value);
    }
    return type.cast(value);
  }

  /** Returns the error for a value that does not fit. */
  static IllegalArgumentException refused(String path, String expected, Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
    return new IllegalArgumentException(path + ": expected " + expected + ", found " + shown);
  }
}
