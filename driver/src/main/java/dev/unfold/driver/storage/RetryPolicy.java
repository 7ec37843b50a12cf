package dev.unfold.driver.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what a file system cannot do for the moment, after pauses that grow, until a limit.
 * Hadoop's client has patience of its own ({@link HdfsClientSettings}) for single calls; this one
 * is for what is worth more, and for faults that the client does not try again after.
 */
public final class RetryPolicy {
  /** Something that may be done again from its beginning after it failed at any point. */
  @FunctionalInterface
  public interface Repeatable {
    void run() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Duration limit;

  /**
   * @param limit from the first try to the beginning of the last one; zero for a single try
   */
  public RetryPolicy(Duration limit) {
    this.limit = limit;
  }

  /**
   * Runs the action until it succeeds.
   *
   * @return whether it was tried more than once
   * @throws IOException as the action does, at once if the fault is none that passes by itself
   */
  public boolean run(Repeatable action) throws IOException {
    long started = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    for (boolean again = false; ; again = true) {
      try {
        action.run();
        return again;
      } catch (IOException e) {
        Duration tried = Duration.ofNanos(System.nanoTime() - started);
        if (limit.isZero() || !StorageErrors.isTransient(e)) {
          throw e;
        }
        if (tried.plus(pause).compareTo(limit) > 0) {
          throw new StorageException(
              e.getMessage() + "; gave up after " + tried.toSeconds() + " s", e);
        }
        LOG.warn(
            "{}; trying again in {} s, until {} s have passed",
            e.getMessage(),
            pause.toSeconds(),
            limit.toSeconds());
      }
      sleep(pause);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void sleep(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while waiting for storage").initCause(e);
    }
  }
}
