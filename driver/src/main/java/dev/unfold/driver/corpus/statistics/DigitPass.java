package dev.unfold.driver.corpus.statistics;

import dev.unfold.driver.execution.PartitionElements;
import dev.unfold.worker.sequence.row.RawExample;
import dev.unfold.worker.sequence.row.RawField;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** A pass over the rows that counts numbers with some leading digits by their next digit. */
final class DigitPass implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int known;
  private final List<RankSearch.Prefix> prefixes;

  /** The indices of the prefixes of each component of each input. */
  private final int[][][] indices;

  /**
   * @param known the number of leading digits
   * @param prefixes the leading digits of the numbers that are counted
   * @param widths the number of components of each input that has any
   */
  DigitPass(int known, List<RankSearch.Prefix> prefixes, Map<Integer, Integer> widths) {
    this.known = known;
    this.prefixes = prefixes;
    indices = new int[1 + widths.keySet().stream().mapToInt(i -> i).max().orElse(-1)][][];
    Arrays.setAll(indices, column -> new int[widths.getOrDefault(column, 0)][]);
    for (int column = 0; column < indices.length; column++) {
      for (int i = 0; i < indices[column].length; i++) {
        indices[column][i] = ofComponent(column, i);
      }
    }
  }

  private int[] ofComponent(int column, int component) {
    return IntStream.range(0, prefixes.size())
        .filter(i -> prefixes.get(i).column() == column)
        .filter(i -> prefixes.get(i).component() == component)
        .toArray();
  }

  /** Returns the counts by the indices of the prefixes. */
  Map<Integer, DigitCounts> count(JavaRDD<RawExample> rows) {
    return PartitionElements.collect(
            rows.mapPartitionsToPair(this::count).reduceByKey(DigitCounts::addAll))
        .stream()
        .collect(Collectors.toMap(Tuple2::_1, Tuple2::_2));
  }

  private Iterator<Tuple2<Integer, DigitCounts>> count(Iterator<RawExample> rows) {
    DigitCounts[] counts = new DigitCounts[prefixes.size()];
    rows.forEachRemaining(row -> add(row.inputs(), counts));
    return IntStream.range(0, counts.length)
        .filter(i -> Objects.nonNull(counts[i]))
        .mapToObj(i -> new Tuple2<>(i, counts[i]))
        .iterator();
  }

  private void add(List<RawField> inputs, DigitCounts[] counts) {
    for (int column = 0; column < indices.length; column++) {
      int width = indices[column].length;
      if (inputs.get(column) instanceof RawField.Numbers numbers && numbers.width() == width) {
        for (int i = 0; i < numbers.values().length; i++) {
          add(numbers.values()[i], indices[column][i % width], counts);
        }
      }
    }
  }

  private void add(double value, int[] candidates, DigitCounts[] counts) {
    if (Double.isNaN(value)) {
      return;
    }
    long whole = DigitCounts.whole(value);
    long leading = DigitCounts.leading(whole, known);
    for (int i : candidates) {
      if (prefixes.get(i).digits() == leading) {
        counts[i] = counts[i] == null ? new DigitCounts() : counts[i];
        counts[i].add(whole, known);
      }
    }
  }
}
