package dev.unfold.driver.storage.commit;

import dev.unfold.driver.storage.fs.HdfsClientSettings;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries operations that a file system cannot perform at the moment, with growing pauses, up to a
 * limit. Hadoop's client retries single calls itself ({@link HdfsClientSettings}); this policy is
 * for more valuable operations and for faults after which the client does not retry.
 */
public final class RetryPolicy {
  /** An operation that may be repeated from its beginning after a failure at any point. */
  @FunctionalInterface
  public interface Repeatable {
    void run() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

  private final Duration limit;

  /**
   * @param limit the maximum time from the first try to the start of the last one; zero for a
   *     single try
   */
  public RetryPolicy(Duration limit) {
    this.limit = limit;
  }

  /**
   * Runs the action until it succeeds.
   *
   * @return whether it was tried more than once
   * @throws IOException if the action fails; immediately if the fault is not transient
   */
  public boolean run(Repeatable action) throws IOException {
    long started = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    for (boolean retried = false; ; retried = true) {
      try {
        action.run();
        return retried;
      } catch (IOException e) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        if (limit.isZero() || !StorageErrors.isTransient(e)) {
          throw e;
        }
        if (elapsed.plus(pause).compareTo(limit) > 0) {
          throw new StorageException(
              e.getMessage() + "; gave up after " + elapsed.toSeconds() + " s", e);
        }
        LOG.warn(
            "{}; retrying in {} s, until {} s have passed",
            e.getMessage(),
            pause.toSeconds(),
            limit.toSeconds());
      }
      sleep(pause);
      pause = min(pause.multipliedBy(2), MAX_PAUSE);
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
