package dev.unfold.dl4j.master.data;

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
 * @param groups the distinct lists of sequences
 * @param group the index into {@code groups} for each DataSet; -1 for one without positions
 * @param order the order of each DataSet
 * @param fingerprints the fingerprint of each DataSet, see {@link ElementType#fingerprint}
 * @param fault the fault of the first unusable DataSet; empty if there is none
 */
public record PartitionSummary(
    List<List<String>> groups, int[] group, long[] order, int[] fingerprints, String fault)
    implements Serializable {

  private static final int NONE = -1;

  /** Reads a partition. A fault of the data is a result, so that Spark does not retry the task. */
  static <T> PartitionSummary of(Iterator<T> data, ElementType<T> elementType) {
    Map<List<String>, Integer> groups = new HashMap<>();
    List<Integer> group = new ArrayList<>();
    List<Long> order = new ArrayList<>();
    List<Integer> fingerprints = new ArrayList<>();
    String fault = "";
    while (data.hasNext() && fault.isEmpty()) {
      try {
        T item = data.next();
        Optional<SequenceParts> parts = SequenceParts.of(elementType.open(item));
        group.add(
            parts.map(p -> groups.computeIfAbsent(p.sequences(), s -> groups.size())).orElse(NONE));
        order.add(parts.map(SequenceParts::order).orElse(0L));
        fingerprints.add(elementType.fingerprint(item));
      } catch (SequenceException e) {
        fault = e.getMessage();
      }
    }
    List<List<String>> names = new ArrayList<>(groups.keySet());
    names.sort((a, b) -> Integer.compare(groups.get(a), groups.get(b)));
    return new PartitionSummary(
        names,
        ints(group),
        order.stream().mapToLong(Long::longValue).toArray(),
        ints(fingerprints),
        fault);
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  int size() {
    return group.length;
  }

  /** Returns the parts of sequences in a DataSet, if it has positions. */
  Optional<SequenceParts> parts(int index) {
    return group[index] == NONE
        ? Optional.empty()
        : Optional.of(new SequenceParts(groups.get(group[index]), order[index]));
  }
}
