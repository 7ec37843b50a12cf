package dev.unfold.driver.storage.lease;

import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;

/** A claim on a run, with a heartbeat; closing it releases the run. */
public final class Attempt implements Closeable {
  /** The file that an attempt creates when it ends, in the folder of its claim. */
  static final String RELEASED = "released";

  private final CommitFolder run;
  private final NumberedCommits attempts;
  private final long number;
  private final Commit claim;
  private final Heartbeat heartbeat;
  private boolean closed;

  Attempt(CommitFolder run, NumberedCommits attempts, long number, Commit claim, Duration period) {
    this.run = run;
    this.attempts = attempts;
    this.number = number;
    this.claim = claim;
    heartbeat = new Heartbeat(run.path(), period, () -> claim.folder().touch(AttemptOwner.FILE));
  }

  /** Returns the number of the attempt, from 1. */
  public long number() {
    return number;
  }

  /**
   * Requires that this is the newest attempt; called before every commit of the run.
   *
   * @throws LeaseLostException if a newer attempt took over the run, or the claim was deleted
   */
  public void requireNewest() throws IOException {
    OptionalLong newest = attempts.latest();
    if (newest.isEmpty() || newest.getAsLong() < number()) {
      throw new LeaseLostException("attempt " + number() + " of " + run + " was deleted");
    }
    if (newest.getAsLong() > number()) {
      throw new LeaseLostException(
          "run "
              + run
              + " was taken over by attempt "
              + newest.getAsLong()
              + "; attempt "
              + number()
              + " must no longer write to it");
    }
  }

  /** Writes a write-once file next to the claim. */
  public void record(String name, byte[] content) throws IOException {
    try (OutputStream out = claim.folder().create(name)) {
      out.write(content);
    }
  }

  /** Stops the heartbeat and allows the next attempt to start immediately. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    heartbeat.close();
    try (OutputStream out = claim.folder().create(RELEASED)) {
      out.flush();
    }
  }
}
