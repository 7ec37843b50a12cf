package dev.unfold.driver.storage.lease;

import dev.unfold.driver.storage.commit.AlreadyCommittedException;
import dev.unfold.driver.storage.commit.Commit;
import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.NumberedCommits;
import dev.unfold.driver.storage.fs.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claims on a run directory. Every start claims {@code attempts/000001}, {@code 000002}, …; the
 * newest claim owns the run. Claims only prevent users from starting two processes in one run;
 * safety comes from {@link Attempt#requireNewest} before commits that are numbered and write-once.
 */
public final class RunAttempts {
  /** The folder of the claims, in the directory of a run. */
  public static final String FOLDER = "attempts";

  private static final Logger LOG = LoggerFactory.getLogger(RunAttempts.class);
  private static final int SILENT_PERIODS = 3;
  private static final int CHECKS_PER_PERIOD = 4;

  private final CommitFolder run;
  private final Duration heartbeat;
  private final NumberedCommits attempts;

  public RunAttempts(CommitFolder run) {
    this(run, AttemptOwner.HEARTBEAT);
  }

  /**
   * @param heartbeat the interval between two heartbeats of an attempt that is claimed here
   */
  public RunAttempts(CommitFolder run, Duration heartbeat) {
    this.run = run;
    this.heartbeat = heartbeat;
    attempts = new NumberedCommits(run.child(FOLDER));
  }

  /**
   * Claims the run. An owner that is known to have ended is replaced immediately; one on another
   * host is watched for three of its heartbeats first.
   *
   * @throws RunInUseException if the owner is alive, or another process claims at the same time
   */
  public Attempt claim() throws IOException {
    while (true) {
      OptionalLong earlier = attempts.latest();
      if (earlier.isPresent()) {
        requireEnded(earlier.getAsLong());
      }
      long number = earlier.orElse(0) + 1;
      AttemptOwner owner = AttemptOwner.current(heartbeat);
      try {
        Commit claimed =
            attempts.commit(
                number,
                writer -> {
                  try (OutputStream out = writer.create(AttemptOwner.FILE)) {
                    out.write(owner.encode());
                  }
                });
        new SharedTemporaryFolders(attempts.folder()).sweep();
        return new Attempt(run, attempts, number, claimed, heartbeat);
      } catch (AlreadyCommittedException e) {
        LOG.info("another process claimed attempt {} of {} first", number, run);
      }
    }
  }

  private void requireEnded(long number) throws IOException {
    CommitFolder attempt = attempts.folder().child(NumberedCommits.nameOf(number));
    if (attempt.exists(Attempt.RELEASED)) {
      return;
    }
    AttemptOwner owner;
    try (InputStream in = attempt.read(AttemptOwner.FILE)) {
      owner = AttemptOwner.read(in, attempt.pathOf(AttemptOwner.FILE));
    }
    if (owner.runsOnThisHost()) {
      if (owner.runs()) {
        throw new RunInUseException(run.path(), number, owner, "the process is running");
      }
    } else if (isBeating(attempt, owner)) {
      throw new RunInUseException(run.path(), number, owner, "its heartbeat continues");
    }
    LOG.info(
        "taking over {}: attempt {}, process {} on {}, ended without releasing it",
        run,
        number,
        owner.pid(),
        owner.host());
  }

  private boolean isBeating(CommitFolder attempt, AttemptOwner owner) throws IOException {
    LOG.info(
        "watching the heartbeat of process {} on {} for {} ms",
        owner.pid(),
        owner.host(),
        SILENT_PERIODS * owner.heartbeatMillis());
    long first = heartbeatOf(attempt);
    for (int check = 0; check < SILENT_PERIODS * CHECKS_PER_PERIOD; check++) {
      pause(Math.max(1, owner.heartbeatMillis() / CHECKS_PER_PERIOD));
      if (attempt.exists(Attempt.RELEASED)) {
        return false;
      }
      if (heartbeatOf(attempt) != first) {
        return true;
      }
    }
    return false;
  }

  private static long heartbeatOf(CommitFolder attempt) throws IOException {
    return attempt
        .find(AttemptOwner.FILE)
        .orElseThrow(() -> new StorageException(attempt.pathOf(AttemptOwner.FILE) + " vanished"))
        .modified();
  }

  private static void pause(long milliseconds) throws IOException {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while watching a heartbeat").initCause(e);
    }
  }
}
