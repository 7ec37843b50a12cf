package dev.unfold.driver.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The first faults of a corpus and the number of all; an ordinary class, which Kryo can read. Tasks
 * hand faults back as results: Spark would try a task that throws again, and the corpus would be no
 * better.
 */
public final class FaultSummary implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_TOLD = 10;

  private final ArrayList<String> first = new ArrayList<>();
  private long count;

  /** Adds a fault that comes behind the others in the corpus. */
  public void add(String message) {
    if (first.size() < MOST_TOLD) {
      first.add(message);
    }
    count++;
  }

  /** Adds the faults of what comes behind in the corpus. */
  public void addAll(FaultSummary later) {
    for (String message : later.first) {
      if (first.size() < MOST_TOLD) {
        first.add(message);
      }
    }
    count += later.count;
  }

  /** Returns the faults of the parts of a corpus, given in their order. */
  public static FaultSummary of(List<FaultSummary> parts) {
    FaultSummary all = new FaultSummary();
    parts.forEach(all::addAll);
    return all;
  }

  /** Returns faults that have no order in the corpus, in that of their messages. */
  static FaultSummary sorted(List<String> messages) {
    FaultSummary all = new FaultSummary();
    messages.stream().sorted().forEach(all::add);
    return all;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Refuses a corpus that has faults.
   *
   * @throws CorpusException that tells the first of them and how many there are
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
