package dev.unfold.driver.corpus.source;

import dev.unfold.worker.sequence.CorpusException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first faults of a corpus, or the first notices about it, and their total number. It is an
 * ordinary class, which Kryo can read.
 *
 * <p>Tasks return such messages as results: Spark would retry a task that throws, with the same
 * outcome, and nobody reads the log of an executor.
 */
public final class MessageSummary implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_REPORTED = 10;
  private static final Logger LOG = LoggerFactory.getLogger(MessageSummary.class);

  private final ArrayList<String> first = new ArrayList<>();
  private long count;

  /** Adds a message about a place that comes after the others in the corpus. */
  public void add(String message) {
    if (first.size() < MAX_REPORTED) {
      first.add(message);
    }
    count++;
  }

  /** Adds the messages about a later part of the corpus. */
  public void addAll(MessageSummary later) {
    for (String message : later.first) {
      if (first.size() < MAX_REPORTED) {
        first.add(message);
      }
    }
    count += later.count;
  }

  /** Returns the messages about the parts of a corpus, which are given in order. */
  public static MessageSummary of(List<MessageSummary> parts) {
    MessageSummary all = new MessageSummary();
    parts.forEach(all::addAll);
    return all;
  }

  /** Returns messages without an order in the corpus, sorted by their text. */
  public static MessageSummary sorted(List<String> messages) {
    MessageSummary all = new MessageSummary();
    messages.stream().sorted().forEach(all::add);
    return all;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Rejects a corpus whose faults these are.
   *
   * @throws CorpusException with the first faults and the number of the others, if there are any
   */
  public void requireNone() throws CorpusException {
    if (!isEmpty()) {
      throw new CorpusException(String.join("\n", lines()));
    }
  }

  /**
   * Logs notices, which deserve the user's attention: the first ones and the number of the others.
   */
  public void log() {
    lines().forEach(LOG::warn);
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>(first);
    if (count > first.size()) {
      lines.add("and " + (count - first.size()) + " more like these");
    }
    return lines;
  }
}
