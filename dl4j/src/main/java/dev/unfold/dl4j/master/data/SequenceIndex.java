package dev.unfold.dl4j.master.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Groups the DataSets of training data by the sequences that they are parts of, each in the order
 * of its parts.
 */
final class SequenceIndex {
  private static final Comparator<List<String>> BY_NAMES = SequenceIndex::compareNames;

  /**
   * The position of a DataSet in the training data.
   *
   * @param partition the partition of the RDD
   * @param index the index in the partition
   */
  record Source(int partition, int index) {}

  private record Part(SequenceParts parts, Source source) {}

  private final Map<List<String>, List<Part>> groups = new TreeMap<>(BY_NAMES);
  private final Map<String, List<String>> groupOf = new HashMap<>();
  private Optional<Source> without = Optional.empty();

  /**
   * Returns the DataSets of each group of sequences, in their order; the groups are in the order of
   * their names.
   *
   * @return empty if no DataSet has positions
   * @throws SequenceException if some have no positions, or if parts are missing or duplicate
   */
  static List<List<Source>> of(List<PartitionSummary> summaries) {
    SequenceIndex sequences = new SequenceIndex();
    for (int partition = 0; partition < summaries.size(); partition++) {
      PartitionSummary summary = summaries.get(partition);
      for (int index = 0; index < summary.size(); index++) {
        sequences.add(summary.parts(index), new Source(partition, index));
      }
    }
    return sequences.inOrder();
  }

  private void add(Optional<SequenceParts> parts, Source source) {
    if (parts.isEmpty()) {
      without = Optional.of(without.orElse(source));
      return;
    }
    List<String> names = parts.get().sequences();
    List<Part> group = groups.get(names);
    if (group == null) {
      group = new ArrayList<>();
      groups.put(names, group);
      names.forEach(name -> claim(name, names));
    }
    group.add(new Part(parts.get(), source));
  }

  private void claim(String sequence, List<String> group) {
    List<String> other = groupOf.put(sequence, group);
    if (other != null) {
      throw new SequenceException(
          "sequence "
              + sequence
              + " is in DataSets of "
              + other
              + " and of "
              + group
              + ": expected the same sequences in the same places in all its DataSets");
    }
  }

  private List<List<Source>> inOrder() {
    if (!groups.isEmpty() && without.isPresent()) {
      throw new SequenceException(
          "expected a SequencePosition in every DataSet or in none, found one for sequence "
              + groups.keySet().iterator().next().get(0)
              + ", but none in DataSet "
              + without.get().index()
              + " of partition "
              + without.get().partition());
    }
    List<List<Source>> ordered = new ArrayList<>();
    for (List<Part> group : groups.values()) {
      group.sort(Comparator.comparingLong(part -> part.parts().order()));
      for (int i = 1; i < group.size(); i++) {
        requireNext(group.get(i - 1).parts(), group.get(i).parts());
      }
      ordered.add(group.stream().map(Part::source).toList());
    }
    return ordered;
  }

  private static void requireNext(SequenceParts before, SequenceParts parts) {
    if (!parts.follows(before)) {
      throw new SequenceException(
          "sequence "
              + parts.sequences().get(0)
              + ": expected part "
              + (before.order() + 1)
              + " after part "
              + before.order()
              + ", found "
              + (parts.order() == before.order() ? "that part again" : "part " + parts.order()));
    }
  }

  private static int compareNames(List<String> a, List<String> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
