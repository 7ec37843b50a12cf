package dev.unfold.driver.corpus.source;

import java.io.Serializable;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices about files that are usable but deserve the user's attention. It is an ordinary class,
 * which Kryo can read. Tasks return notices as results because nobody reads the log of an executor.
 */
public final class Notices implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_REPORTED = 10;
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

  private final TreeSet<String> first = new TreeSet<>();
  private long count;

  public void add(String message) {
    keep(message);
    count++;
  }

  public void addAll(Notices others) {
    others.first.forEach(this::keep);
    count += others.count;
  }

  private void keep(String message) {
    first.add(message);
    if (first.size() > MAX_REPORTED) {
      first.pollLast();
    }
  }

  /** Logs the notices, the first ones in alphabetical order if there are many. */
  public void log() {
    first.forEach(LOG::warn);
    if (count > first.size()) {
      LOG.warn("and {} more like these", count - first.size());
    }
  }
}
