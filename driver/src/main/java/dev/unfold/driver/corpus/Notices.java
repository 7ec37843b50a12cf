package dev.unfold.driver.corpus;

import java.io.Serializable;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user should know of files that can be used nevertheless; an ordinary class, which Kryo can
 * read. Tasks hand notices back as results: the log of an executor is read by nobody.
 */
public final class Notices implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MOST_TOLD = 10;
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
    if (first.size() > MOST_TOLD) {
      first.pollLast();
    }
  }

  /** Tells them in the log, the first of many by name. */
  public void log() {
    first.forEach(LOG::warn);
    if (count > first.size()) {
      LOG.warn("and {} more like these", count - first.size());
    }
  }
}
