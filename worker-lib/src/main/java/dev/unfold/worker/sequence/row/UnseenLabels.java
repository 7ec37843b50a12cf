package dev.unfold.worker.sequence.row;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The treatment of labels that the schema does not have.
 *
 * @param accepted whether they have ids, which follow the others; otherwise they are refused
 * @param labels those that are known, in ascending order; any other one has the id of the first
 */
public record UnseenLabels(boolean accepted, List<String> labels) implements Serializable {
  public static final UnseenLabels REFUSED = new UnseenLabels(false, List.of());

  /**
   * Returns the id of a label; empty if it is refused.
   *
   * @param first the id of the first one
   */
  OptionalInt id(String label, int first) {
    return accepted
        ? OptionalInt.of(first + Math.max(0, Collections.binarySearch(labels, label)))
        : OptionalInt.empty();
  }
}
