package dev.unfold.driver.storage.lease;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows processes of other hosts that a folder is in use, until this is closed: its process may
 * work for days.
 */
public final class Heartbeat implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final String folder;
  private final Sign sign;
  private final Timer timer;
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
    timer = new Timer("heartbeat of " + folder, true);
    timer.schedule(new Beat(), interval.toMillis(), interval.toMillis());
  }

  private final class Beat extends TimerTask {
    @Override
    public void run() {
      beat();
    }
  }

  private synchronized void beat() {
    if (closed) {
      return; // Timer.cancel does not wait for a task that begins
    }
    try {
      sign.write();
    } catch (IOException | RuntimeException e) {
      LOG.warn("could not show that {} is in use: {}", folder, e.getMessage());
    }
  }

  /** Waits for a sign that is being written; when this returns, nothing is written any more. */
  @Override
  public synchronized void close() {
    closed = true;
    timer.cancel();
  }
}
