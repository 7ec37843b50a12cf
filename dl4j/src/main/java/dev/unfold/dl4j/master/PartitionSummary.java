package dev.unfold.dl4j.master;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sequence positions and counts of the DataSets of a partition, in their order.
 *
 * @param groups lists of sequences, each once
 * @param group of each DataSet, as an index into {@code groups}; -1 for one without positions
 * @param order of each DataSet
 * @param marks see {@link ElementType#mark}
 * @param complaint what is wrong with the first DataSet that cannot be used; empty if nothing is
 */
record PartitionSummary(
    List<List<String>> groups, int[] group, long[] order, int[] marks, String complaint)
    implements Serializable {

  private static final int NONE = -1;

  /**
   * Reads a partition. A fault of the data is a result, so that Spark does not look for it again.
   */
  static <T> PartitionSummary of(Iterator<T> data, ElementType<T> items) {
    Map<List<String>, Integer> groups = new HashMap<>();
    List<Integer> group = new ArrayList<>();
    List<Long> order = new ArrayList<>();
    List<Integer> marks = new ArrayList<>();
    String complaint = "";
    while (data.hasNext() && complaint.isEmpty()) {
      try {
        T item = data.next();
        Optional<SequenceParts> parts = SequenceParts.of(items.open(item));
        group.add(
            parts.map(p -> groups.computeIfAbsent(p.sequences(), s -> groups.size())).orElse(NONE));
        order.add(parts.map(SequenceParts::order).orElse(0L));
        marks.add(items.mark(item));
      } catch (SequenceException e) {
        complaint = e.getMessage();
      }
    }
    List<List<String>> names = new ArrayList<>(groups.keySet());
    names.sort((a, b) -> Integer.compare(groups.get(a), groups.get(b)));
    return new PartitionSummary(
        names,
        ints(group),
        order.stream().mapToLong(Long::longValue).toArray(),
        ints(marks),
        complaint);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return group.length;
  }

  /** The parts of sequences that a DataSet holds, if it says. */
  Optional<SequenceParts> parts(int index) {
    return group[index] == NONE
        ? Optional.empty()
        : Optional.of(new SequenceParts(groups.get(group[index]), order[index]));
  }
}
