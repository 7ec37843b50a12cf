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
 * The metrics of a classifier, limited to the size of a page: precision, recall and F1 of the
 * largest classes, and their confusion matrix, with all other classes folded into one; of sequences
 * of tokens the most frequent confusions.
 */
final class ClassificationTables {
  /** The maximum number of rows of a table. */
  static final int MAX_ROWS = 400;

  /** The maximum number of classes of a readable confusion matrix. */
  static final int MAX_CONFUSED = 15;

  private static final String CONFUSION = "confusion";
  private static final String CONFUSIONS = "confusions";
  private static final String SUPPORT = "support";
  private static final List<String> BY_NAME = List.of("classes", "types");

  private ClassificationTables() {}

  /**
   * Removes the metrics of classes from a score.
   *
   * @param score the metrics of a model by name, from which those of classes are removed
   * @return the tables by name; empty if the score has none
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
    if (score.remove(CONFUSIONS) instanceof List<?> pairs && !pairs.isEmpty()) {
      tables.put(CONFUSIONS, pairs);
    }
    return tables;
  }

  private static Map<String, Object> rows(Map<?, ?> classes) {
    List<Map<String, Object>> rows = new ArrayList<>();
    classes.forEach(
        (name, metrics) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("name", name);
          if (metrics instanceof Map<?, ?> known) {
            known.forEach((key, value) -> row.put(String.valueOf(key), value));
          }
          rows.add(row);
        });
    rows.sort(Comparator.comparingLong(row -> -count(row.get(SUPPORT))));
    int shown = Math.min(rows.size(), MAX_ROWS);
    return Map.of("rows", rows.subList(0, shown), "more", rows.size() - shown);
  }

  /**
   * Returns a confusion matrix in which all but the largest classes are folded.
   *
   * @param counts the counts by class and by predicted class, without zeros
   */
  private static Map<String, Object> confusion(Map<?, ?> counts) {
    List<String> names = bySize(counts);
    int kept = names.size() <= MAX_CONFUSED + 1 ? names.size() : MAX_CONFUSED;
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
                    (predicted, count) ->
                        table[places.get(String.valueOf(expected))][
                                places.get(String.valueOf(predicted))] +=
                            count(count)));
    return Map.of("names", names.subList(0, kept), "folded", folded, "counts", table);
  }

  /**
   * Returns all classes that are expected or predicted, sorted by descending number of examples.
   */
  private static List<String> bySize(Map<?, ?> counts) {
    Map<String, Long> sizes = new HashMap<>();
    Set<String> names = new TreeSet<>();
    counts.forEach(
        (expected, row) -> {
          names.add(String.valueOf(expected));
          row(row).keySet().forEach(predicted -> names.add(String.valueOf(predicted)));
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
