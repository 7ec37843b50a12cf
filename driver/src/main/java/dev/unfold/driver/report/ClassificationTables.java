package dev.unfold.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The figures of a classifier in the size of a page: precision, recall and F1 of the largest
 * classes, and how often each of the largest was taken for each, with all others folded into one.
 */
final class ClassificationTables {
  /** Rows of a table. */
  static final int MOST_ROWS = 400;

  /** Classes of a confusion matrix that is still read at a glance. */
  static final int MOST_CONFUSED = 15;

  private static final String CONFUSION = "confusion";
  private static final String SUPPORT = "support";
  private static final List<String> BY_NAME = List.of("classes", "types");

  private ClassificationTables() {}

  /**
   * Takes the figures of classes out of a score.
   *
   * @param score figures by name, as a model has them; what is taken is removed
   * @return the tables by name; none where the score is not that of a classifier
   */
  static Map<String, Object> takeFrom(Map<String, Object> score) {
    Map<String, Object> tables = new LinkedHashMap<>();
    for (String name : BY_NAME) {
      if (score.remove(name) instanceof Map<?, ?> classes && !classes.isEmpty()) {
        tables.put(name, rows(classes));
      }
    }
    if (score.remove(CONFUSION) instanceof Map<?, ?> counts && !counts.isEmpty()) {
      tables.put(CONFUSION, confusion(counts));
    }
    return tables;
  }

  private static Map<String, Object> rows(Map<?, ?> classes) {
    List<Map<String, Object>> rows = new ArrayList<>();
    classes.forEach(
        (name, figures) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("name", name);
          if (figures instanceof Map<?, ?> known) {
            known.forEach((key, figure) -> row.put(String.valueOf(key), figure));
          }
          rows.add(row);
        });
    rows.sort(Comparator.comparingLong(row -> -count(row.get(SUPPORT))));
    int shown = Math.min(rows.size(), MOST_ROWS);
    return Map.of("rows", rows.subList(0, shown), "more", rows.size() - shown);
  }

  /**
   * Folds the classes behind the largest.
   *
   * @param counts by class and by predicted class, without zeros
   */
  private static Map<String, Object> confusion(Map<?, ?> counts) {
    List<String> names = bySize(counts);
    int kept = names.size() <= MOST_CONFUSED + 1 ? names.size() : MOST_CONFUSED;
    int folded = names.size() - kept;
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), Math.min(i, kept));
    }
    int size = folded == 0 ? kept : kept + 1;
    long[][] table = new long[size][size];
    counts.forEach(
        (expected, row) ->
            row(row)
                .forEach(
                    (found, count) ->
                        table[places.get(String.valueOf(expected))][
                                places.get(String.valueOf(found))] +=
                            count(count)));
    return Map.of("names", names.subList(0, kept), "folded", folded, "counts", table);
  }

  /** Returns all classes that are expected or predicted, those with the most examples first. */
  private static List<String> bySize(Map<?, ?> counts) {
    Map<String, Long> sizes = new HashMap<>();
    Set<String> names = new TreeSet<>();
    counts.forEach(
        (expected, row) -> {
          names.add(String.valueOf(expected));
          row(row).keySet().forEach(found -> names.add(String.valueOf(found)));
          long size = row(row).values().stream().mapToLong(ClassificationTables::count).sum();
          sizes.put(String.valueOf(expected), size);
        });
    return names.stream()
        .sorted(Comparator.comparingLong(name -> -sizes.getOrDefault(name, 0L)))
        .toList();
  }

  private static Map<?, ?> row(Object row) {
    return row instanceof Map<?, ?> counts ? counts : Map.of();
  }

  private static long count(Object count) {
    return count instanceof Number number ? number.longValue() : 0;
  }
}
