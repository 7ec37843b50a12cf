package dev.unfold.driver.storage;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits that may be repeated after they failed at any point. A commit that has the name already
 * and the same files is taken for this one, which was published before its answer was lost. Not for
 * races between those who would write the same.
 */
public final class IdempotentCommit {
  private static final Logger LOG = LoggerFactory.getLogger(IdempotentCommit.class);

  private IdempotentCommit() {}

  /**
   * Writes, verifies and publishes a commit, unless that was done before.
   *
   * @param filler that writes the same files each time
   * @throws AlreadyCommittedException if the name is taken by other files; nothing was changed
   */
  public static Commit commit(CommitFolder folder, String name, CommitWriter.Filler filler)
      throws IOException {
    try {
      return folder.commit(name, filler);
    } catch (AlreadyCommittedException e) {
      Commit found = folder.openCommit(name);
      if (!found.has(CommitWriter.manifestOf(filler))) {
        throw e;
      }
      LOG.info(
          "{}: already committed with the same files (the response of the file system was lost)",
          e.getMessage());
      return found;
    }
  }
}
