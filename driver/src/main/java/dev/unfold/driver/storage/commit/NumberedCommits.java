package dev.unfold.driver.storage.commit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Write-once directories {@code 000001/}, {@code 000002/}, … in a folder. Nothing is ever
 * overwritten: the highest number that verifies is the current state.
 */
public final class NumberedCommits {
  private static final Logger LOG = LoggerFactory.getLogger(NumberedCommits.class);
  private static final Pattern NAME = Pattern.compile("\\d{6}|[1-9]\\d{6,17}");

  private final CommitFolder folder;

  public NumberedCommits(CommitFolder folder) {
    this.folder = folder;
  }

  public CommitFolder folder() {
    return folder;
  }

  /** Returns the name of a number, with at least six digits. */
  public static String nameOf(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("expected a number of at least 0, found " + number);
    }
    return String.format(Locale.ROOT, "%06d", number);
  }

  /** Returns all existing numbers in ascending order, without verifying them. */
  public List<Long> numbers() throws IOException {
    return folder.list().stream()
        .filter(entry -> entry.folder() && NAME.matcher(entry.name()).matches())
        .map(entry -> Long.parseLong(entry.name()))
        .sorted()
        .toList();
  }

  /** Returns the highest number, verified or not. */
  public OptionalLong latest() throws IOException {
    return numbers().stream().mapToLong(Long::longValue).max();
  }

  /**
   * Writes, verifies and publishes a commit; may be repeated after a failure at any point, as
   * {@link CommitTransaction#run}.
   *
   * @throws AlreadyCommittedException if the number is taken by other files; nothing was changed
   */
  public Commit commit(long number, CommitWriter.Filler filler) throws IOException {
    return new CommitTransaction(folder, nameOf(number), filler).run();
  }

  /**
   * Opens a commit after comparing all its files with its manifest.
   *
   * @throws CorruptCommitException if it is missing, incomplete, damaged or not a commit
   */
  public Commit open(long number) throws IOException {
    return Commit.open(folder.child(nameOf(number)));
  }

  /** Returns the highest commit that verifies; higher ones that do not are logged. */
  public Optional<Commit> latestVerified() throws IOException {
    List<Long> numbers = numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(open(numbers.get(i)));
      } catch (CorruptCommitException e) {
        LOG.warn("{}; trying the previous one", e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** Deletes a commit and returns whether it existed. */
  public boolean delete(long number) throws IOException {
    return folder.delete(nameOf(number));
  }

  /** Deletes the commits with a higher number. */
  public void deleteAfter(long number) throws IOException {
    for (long higher : numbers()) {
      if (higher > number) {
        delete(higher);
      }
    }
  }

  /** Deletes temporary folders; see {@link CommitFolder#sweepTemporaries}. */
  public int sweepTemporaries() throws IOException {
    return folder.sweepTemporaries();
  }
}
