package dev.unfold.driver.corpus.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The first faults of a corpus and the total number. It is an ordinary class, which Kryo can read.
 * Tasks return faults as results because Spark would retry a task that throws, with the same
 * outcome.
 */
public final class FaultSummary implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_REPORTED = 10;

  private final ArrayList<String> first = new ArrayList<>();
  private long count;

  /** Adds a fault that comes after the others in the corpus. */
  public void add(String message) {
    if (first.size() < MAX_REPORTED) {
      first.add(message);
    }
    count++;
  }

  /** Adds the faults of a later part of the corpus. */
  public void addAll(FaultSummary later) {
    for (String message : later.first) {
      if (first.size() < MAX_REPORTED) {
        first.add(message);
      }
    }
    count += later.count;
  }

  /** Returns the faults of the parts of a corpus, which are given in order. */
  public static FaultSummary of(List<FaultSummary> parts) {
    FaultSummary all = new FaultSummary();
    parts.forEach(all::addAll);
    return all;
  }

  /** Returns faults without an order in the corpus, sorted by message. */
  public static FaultSummary sorted(List<String> messages) {
    FaultSummary all = new FaultSummary();
    messages.stream().sorted().forEach(all::add);
    return all;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Rejects a corpus that has faults.
   *
   * @throws CorpusException with the first faults and the number of the others
   */
  public void requireNone() throws CorpusException {
    if (isEmpty()) {
      return;
    }
    String message = String.join("\n", first);
    long more = count - first.size();
    throw new CorpusException(more > 0 ? message + "\nand " + more + " more like these" : message);
  }
}
