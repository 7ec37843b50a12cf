package dev.unfold.driver.storage.commit;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits that may be repeated after a failure at any point. An existing commit with the same name
 * and the same files is assumed to be this one, published before the response was lost. It does not
 * resolve races between processes that write the same files.
 */
public final class IdempotentCommit {
  private static final Logger LOG = LoggerFactory.getLogger(IdempotentCommit.class);

  private IdempotentCommit() {}

  /**
   * Writes, verifies and publishes a commit, unless that was done before.
   *
   * @param filler the writer of the files, which must write the same files each time
   * @throws AlreadyCommittedException if the name is taken by other files; nothing was changed
   */
  public static Commit commit(CommitFolder folder, String name, CommitWriter.Filler filler)
      throws IOException {
    try {
      return folder.commit(name, filler);
    } catch (AlreadyCommittedException e) {
      Commit existing = folder.openCommit(name);
      if (!existing.has(CommitWriter.manifestOf(filler))) {
        throw e;
      }
      LOG.info(
          "{}: already committed with the same files (the response of the file system was lost)",
          e.getMessage());
      return existing;
    }
  }
}
