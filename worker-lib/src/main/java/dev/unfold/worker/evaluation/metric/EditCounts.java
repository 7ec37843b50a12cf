package dev.unfold.worker.evaluation.metric;

import dev.unfold.worker.evaluation.metric.EditDistance.Edit;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The edits of {@link EditDistance#edits} by kind, and how often each token was taken for another
 * one, left out or added.
 *
 * <p>The counts of pairs are exact: the memory is proportional to the distinct pairs, of which
 * there are at most (V+1)² - 1 and at most as many as edits. Above a limit they are left out,
 * whatever the order in which they were added.
 */
final class EditCounts implements Statistic<EditCounts> {
  private static final long serialVersionUID = 1L;

  private static final Comparator<String> TEXTS = Comparator.nullsLast(Comparator.naturalOrder());
  private static final Comparator<Map.Entry<Edit, Long>> MOST_FREQUENT_FIRST =
      Map.Entry.<Edit, Long>comparingByValue()
          .reversed()
          .thenComparing(pair -> pair.getKey().reference(), TEXTS)
          .thenComparing(pair -> pair.getKey().predicted(), TEXTS);

  private final int listed;
  private final int maxPairs;
  private final Map<Edit, Long> pairs = new HashMap<>();
  private boolean tooMany;
  private long substitutions;
  private long deletions;
  private long insertions;

  /**
   * @param listed the number of the most frequent pairs in reports
   * @param maxPairs the maximum number of distinct pairs that are counted
   */
  EditCounts(int listed, int maxPairs) {
    this.listed = listed;
    this.maxPairs = maxPairs;
  }

  /** Adds the edits that turn a reference into a prediction. */
  void add(List<String> reference, List<String> predicted) {
    for (Edit edit : EditDistance.edits(reference, predicted)) {
      if (edit.reference() == null) {
        insertions++;
      } else if (edit.predicted() == null) {
        deletions++;
      } else {
        substitutions++;
      }
      count(edit, 1);
    }
  }

  private void count(Edit edit, long times) {
    if (!tooMany) {
      pairs.merge(edit, times, Long::sum);
      tooMany = pairs.size() > maxPairs;
    }
    if (tooMany) {
      pairs.clear();
    }
  }

  @Override
  public EditCounts plus(EditCounts other) {
    EditCounts sum = new EditCounts(listed, maxPairs);
    sum.addAll(this);
    sum.addAll(other);
    return sum;
  }

  /** Adds the edits of another statistic. */
  void addAll(EditCounts other) {
    substitutions += other.substitutions;
    deletions += other.deletions;
    insertions += other.insertions;
    tooMany |= other.tooMany;
    other.pairs.forEach(this::count);
    if (tooMany) {
      pairs.clear();
    }
  }

  long edits() {
    return substitutions + deletions + insertions;
  }

  /**
   * Returns the counts, and as {@code confusions} the most frequent pairs; equally frequent ones in
   * the order of their texts, insertions and deletions after substitutions.
   */
  @Override
  public Map<String, Object> describe() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("edits", edits());
    values.put("substitutions", substitutions);
    values.put("deletions", deletions);
    values.put("insertions", insertions);
    if (listed > 0 && !tooMany) {
      values.put(
          "confusions",
          pairs.entrySet().stream()
              .sorted(MOST_FREQUENT_FIRST)
              .limit(listed)
              .map(EditCounts::describe)
              .toList());
    }
    return values;
  }

  private static Map<String, Object> describe(Map.Entry<Edit, Long> pair) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (pair.getKey().reference() != null) {
      values.put("reference", text(pair.getKey().reference()));
    }
    if (pair.getKey().predicted() != null) {
      values.put("predicted", text(pair.getKey().predicted()));
    }
    values.put("count", pair.getValue());
    return values;
  }

  /** Returns a token, or U+FFFD for one that is no text, such as that of an unknown one. */
  private static String text(String token) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(token) ? token : "\uFFFD";
  }
}
