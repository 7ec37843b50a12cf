package dev.unfold.driver.storage.lease;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows processes of other hosts that a folder is in use, until this is closed: its process may
 * work for days. The interval does not depend on the clock of this machine, which may be set.
 */
public final class Heartbeat implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final String folder;
  private final Sign sign;
  private final ScheduledExecutorService timer;
  private boolean closed;

  /** Writes what shows that a folder is in use. */
  @FunctionalInterface
  public interface Sign {
    void write() throws IOException;
  }

  /**
   * Starts a thread that shows that a folder is in use.
   *
   * @param folder the path of the folder, for messages
   * @param interval the time between two signs of life
   */
  public Heartbeat(String folder, Duration interval, Sign sign) {
    this.folder = folder;
    this.sign = sign;
    timer = Executors.newSingleThreadScheduledExecutor(this::thread);
    timer.scheduleWithFixedDelay(
        this::beat, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Thread thread(Runnable beats) {
    Thread thread = new Thread(beats, "heartbeat of " + folder);
    thread.setDaemon(true);
    return thread;
  }

  private synchronized void beat() {
    if (closed) {
      return; // a beat that had begun is not canceled
    }
    try {
      sign.write();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      LOG.warn("could not show that {} is in use: {}", folder, e.getMessage());
    }
  }

  /** Waits for a sign that is being written; when this returns, nothing is written any more. */
  @Override
  public synchronized void close() {
    closed = true;
    timer.shutdown();
  }
}
