package dev.unfold.driver.corpus.statistics;

import dev.unfold.worker.sequence.row.RawExample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Finds the exact quartiles of numbers, whatever the order of the rows.
 *
 * <p>A number is found by its digits, like a word in a dictionary: each pass over the rows counts
 * the numbers that agree with it in the leading digits, by the next one. It is found when all of
 * them are equal, which takes four passes for most measurements and six at most. No number is moved
 * between machines.
 */
final class QuartileSearch {
  private QuartileSearch() {}

  /**
   * Returns the quartiles of each component of columns.
   *
   * @param columns the moments of the columns, by their index
   */
  static Map<Integer, List<Quartiles>> find(
      JavaRDD<RawExample> rows, Map<Integer, FieldMoments> columns) {
    Map<Integer, List<Quartiles.Search>> searches = new TreeMap<>();
    columns.forEach(
        (column, moments) ->
            searches.put(
                column,
                IntStream.range(0, moments.width())
                    .mapToObj(i -> new Quartiles.Search(column, i, moments.count(i)))
                    .toList()));
    for (int known = 0; open(searches).findAny().isPresent(); known++) {
      advance(rows, searches, known);
    }
    Map<Integer, List<Quartiles>> found = new TreeMap<>();
    searches.forEach(
        (column, all) -> found.put(column, all.stream().map(Quartiles.Search::found).toList()));
    return found;
  }

  private static Stream<RankSearch> open(Map<Integer, List<Quartiles.Search>> searches) {
    return searches.values().stream().flatMap(List::stream).flatMap(Quartiles.Search::open);
  }

  private static void advance(
      JavaRDD<RawExample> rows, Map<Integer, List<Quartiles.Search>> searches, int known) {
    Map<RankSearch.Prefix, Integer> indices = new LinkedHashMap<>();
    open(searches).forEach(search -> indices.putIfAbsent(search.prefix(), indices.size()));
    DigitPass pass = new DigitPass(known, List.copyOf(indices.keySet()), widths(searches));
    Map<Integer, DigitCounts> counts = pass.count(rows);
    open(searches)
        .toList()
        .forEach(search -> search.advance(known, counts.get(indices.get(search.prefix()))));
  }

  private static Map<Integer, Integer> widths(Map<Integer, List<Quartiles.Search>> searches) {
    Map<Integer, Integer> widths = new TreeMap<>();
    searches.forEach((column, all) -> widths.put(column, all.size()));
    return widths;
  }
}
