package dev.unfold.ml;

import dev.unfold.worker.sequence.Excerpt;
import dev.unfold.worker.settings.corpus.InputColumns;
import dev.unfold.worker.settings.corpus.InputSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that the parameter {@code settings} has, joined with those that a stage sets itself.
 * No setting has two values: one that the stage sets is refused in the parameter.
 */
final class GivenSettings {
  private static final String COLUMN = "column";

  private final Map<String, Object> given;
  private final Map<String, Object> all;

  /**
   * @param given the settings of the parameter, by their keys
   */
  GivenSettings(Map<String, Object> given) {
    this.given = Map.copyOf(given);
    all = new LinkedHashMap<>(given);
  }

  /** Returns all settings by their keys. */
  Map<String, Object> all() {
    return all;
  }

  /**
   * Sets a value.
   *
   * @param reason says what sets it, for messages
   * @param instead what to use in place of the parameter, for messages
   * @throws IllegalArgumentException if the parameter has one, too
   */
  void put(String key, Object value, String reason, String instead) {
    requireNone(key, reason, instead);
    all.put(key, value);
  }

  /**
   * Requires that the parameter has no value of a setting, which is set elsewhere.
   *
   * @param reason says what sets it, for messages
   * @param instead what to use in place of the parameter, for messages
   * @throws IllegalArgumentException if it has one
   */
  void requireNone(String key, String reason, String instead) {
    given.forEach(
        (other, value) -> {
          if (other.equals(key) || other.startsWith(key + ".") || key.startsWith(other + ".")) {
            throw refused(other, reason, value, instead);
          }
        });
  }

  private static IllegalArgumentException refused(
      String key, String reason, Object found, String instead) {
    return new IllegalArgumentException(
        "settings: expected no "
            + key
            + ", since "
            + reason
            + ", found "
            + Excerpt.of(String.valueOf(found))
            + "; use "
            + instead);
  }

  /**
   * Sets the input columns. The entry of a column in {@code corpus.inputs} of the parameter says
   * what the stage does not.
   *
   * @param columns what the stage sets of each column: its name, its kind and others
   * @param stage the name of the stage, for messages
   * @param instead what sets them, by their keys
   * @throws IllegalArgumentException if the parameter has another value of one of them, or an entry
   *     of no input column
   */
  void putInputs(List<Map<String, Object>> columns, String stage, Map<String, String> instead) {
    String reason = stage + " sets it";
    for (Map<String, Object> column : columns) {
      for (String key : column.keySet()) {
        requireNone(InputSettings.SECTION + "." + key, reason, instead.get(key));
      }
    }
    Map<Object, Map<?, ?>> entries =
        entries(columns.stream().map(each -> each.get(COLUMN)).toList());
    if (columns.size() == 1 && entries.isEmpty()) {
      columns.get(0).forEach((key, value) -> all.put(InputSettings.SECTION + "." + key, value));
      return;
    }
    List<Map<String, Object>> joined = new ArrayList<>();
    for (Map<String, Object> column : columns) {
      Map<?, ?> entry = entries.getOrDefault(column.get(COLUMN), Map.of());
      joined.add(joined(column, entry, stage, instead));
    }
    all.put(InputColumns.KEY, joined);
  }

  private static Map<String, Object> joined(
      Map<String, Object> column, Map<?, ?> entry, String stage, Map<String, String> instead) {
    Map<String, Object> joined = new LinkedHashMap<>(column);
    entry.forEach(
        (name, value) -> {
          String key = name.toString();
          if (column.containsKey(key) && !column.get(key).equals(value)) {
            throw refused(
                "other %s of the column %s in %s"
                    .formatted(key, column.get(COLUMN), InputColumns.KEY),
                stage + " sets it to " + column.get(key),
                value,
                instead.get(key));
          }
          joined.put(key, value);
        });
    return joined;
  }

  /** Returns the entries of the parameter by the names of their columns. */
  private Map<Object, Map<?, ?>> entries(List<Object> columns) {
    Map<Object, Map<?, ?>> entries = new LinkedHashMap<>();
    Object value = given.getOrDefault(InputColumns.KEY, List.of());
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      boolean known = each instanceof Map<?, ?> entry && columns.contains(entry.get(COLUMN));
      if (!known || entries.put(((Map<?, ?>) each).get(COLUMN), (Map<?, ?>) each) != null) {
        throw new IllegalArgumentException(
            "settings: "
                + InputColumns.KEY
                + ": expected at most one entry for each of the input columns "
                + columns
                + ", as in [{ column = "
                + columns.get(0)
                + ", min-count = 2 }], found "
                + each);
      }
    }
    return entries;
  }
}
