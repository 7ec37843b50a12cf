package dev.unfold.driver.storage.commit;

import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.worker.file.CommitManifest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of one commit, which may be repeated after a failure at any point: the files are
 * written under a temporary name, verified and published with a manifest.
 *
 * <p>This is the only place that decides whether a commit happened although the response of the
 * file system was lost: an existing commit with the same name and the same files is assumed to be
 * this one. It does not resolve races between processes that write the same files.
 *
 * @param folder the folder of the commit
 * @param name the name of the commit in the folder
 * @param filler the writer of the files, which must write the same files each time
 */
public record CommitTransaction(CommitFolder folder, String name, CommitWriter.Filler filler) {
  private static final Logger LOG = LoggerFactory.getLogger(CommitTransaction.class);

  /**
   * Writes, verifies and publishes the commit, unless that was done before.
   *
   * @throws AlreadyCommittedException if the name is taken by other files; nothing was changed
   */
  public Commit run() throws IOException {
    try {
      return publish();
    } catch (AlreadyCommittedException e) {
      Commit existing = existing(e);
      if (!existing.has(CommitWriter.manifestOf(filler))) {
        throw e;
      }
      LOG.info(
          "{}: already committed with the same files (the response of the file system was lost)",
          e.getMessage());
      return existing;
    }
  }

  private Commit existing(AlreadyCommittedException taken) throws IOException {
    try {
      return Commit.open(folder.child(name));
    } catch (CorruptCommitException e) {
      taken.addSuppressed(e);
      throw taken;
    }
  }

  private Commit publish() throws IOException {
    if (folder.exists(name)) {
      throw new AlreadyCommittedException(folder.pathOf(name), null);
    }
    String temporary = folder.newTemporaryName();
    try {
      CommitManifest written = write(folder.child(temporary));
      folder.publish(temporary, name);
      return new Commit(folder.child(name), written);
    } catch (IOException | RuntimeException e) {
      if (!StorageErrors.isTransient(e)) {
        folder.discard(temporary);
      } // otherwise the deletion would fail as well and is left to sweepTemporaries
      throw e;
    }
  }

  private CommitManifest write(CommitFolder inProgress) throws IOException {
    inProgress.make();
    CommitWriter writer = new CommitWriter(inProgress);
    filler.fill(writer);
    writer.finish();
    CommitManifest written = CommitManifest.read(inProgress);
    written.verify(inProgress);
    return written;
  }
}
