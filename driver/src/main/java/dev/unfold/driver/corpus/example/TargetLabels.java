package dev.unfold.driver.corpus.example;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The labels or tags of the targets of a table.
 *
 * @param unseen the labels that the training rows never had, in ascending order; their ids follow
 *     those of the labels of the schema
 * @param counts the number of targets of each label by id; empty if targets have no labels
 */
public record TargetLabels(List<String> unseen, List<Long> counts) {
  public TargetLabels {
    unseen = List.copyOf(unseen);
    counts = List.copyOf(counts);
    if (unseen.size() > counts.size() || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "expected the counts of "
              + unseen.size()
              + " labels that the training rows never had, and of all others, found "
              + counts);
    }
  }

  /** Returns the number of targets whose label the training rows never had. */
  public long unseenTargets() {
    return sum(counts.subList(counts.size() - unseen.size(), counts.size()));
  }

  /**
   * Returns a warning for the user if there are labels that the training rows never had.
   *
   * @param table the name of the table, such as {@code corpus.test}
   */
  public Optional<String> warning(String table) {
    return unseen.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of the %,d labels or tags of %s never occur in the training rows, %d different"
                    + " ones, such as \"%s\"; they count as errors and are not in the loss",
                unseenTargets(),
                sum(counts),
                table,
                unseen.size(),
                unseen.get(0)));
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
