package dev.unfold.ml;

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
   * @throws IllegalArgumentException if the parameter has one, too
   */
  void put(String key, Object value, String reason) {
    requireNone(key, reason);
    all.put(key, value);
  }

  /**
   * Requires that the parameter has no value of a setting, which is set elsewhere.
   *
   * @param reason says what sets it, for messages
   * @throws IllegalArgumentException if it has one
   */
  void requireNone(String key, String reason) {
    for (String other : given.keySet()) {
      if (other.equals(key) || other.startsWith(key + ".") || key.startsWith(other + ".")) {
        throw refused(other, reason);
      }
    }
  }

  private static IllegalArgumentException refused(String key, String reason) {
    return new IllegalArgumentException(
        "settings: expected no " + key + ", since " + reason + ", found one");
  }

  /**
   * Sets the input columns. The entry of a column in {@code corpus.inputs} of the parameter says
   * what the stage does not.
   *
   * @param columns what the stage sets of each column: its name, its kind and others
   * @param stage the name of the stage, for messages
   * @throws IllegalArgumentException if the parameter has another value of one of them, or an entry
   *     of no input column
   */
  void putInputs(List<Map<String, Object>> columns, String stage) {
    String reason = stage + " sets it";
    for (Map<String, Object> column : columns) {
      column.keySet().forEach(key -> requireNone(InputSettings.SECTION + "." + key, reason));
    }
    Map<Object, Map<?, ?>> entries =
        entries(columns.stream().map(each -> each.get(COLUMN)).toList());
    if (columns.size() == 1 && entries.isEmpty()) {
      columns.get(0).forEach((key, value) -> all.put(InputSettings.SECTION + "." + key, value));
      return;
    }
    List<Map<String, Object>> joined = new ArrayList<>();
    for (Map<String, Object> column : columns) {
      joined.add(joined(column, entries.getOrDefault(column.get(COLUMN), Map.of()), stage));
    }
    all.put(InputColumns.KEY, joined);
  }

  private static Map<String, Object> joined(
      Map<String, Object> column, Map<?, ?> entry, String stage) {
    Map<String, Object> joined = new LinkedHashMap<>(column);
    entry.forEach(
        (name, value) -> {
          String key = name.toString();
          if (column.containsKey(key) && !column.get(key).equals(value)) {
            String found = "other " + key + " of the column " + column.get(COLUMN);
            throw refused(
                found + " in " + InputColumns.KEY, stage + " sets it to " + column.get(key));
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
