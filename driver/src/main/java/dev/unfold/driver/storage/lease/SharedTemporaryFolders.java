package dev.unfold.driver.storage.lease;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.fs.FileEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Temporary folders in a folder to which several processes write, such as a cache. Each names its
 * process, so that the remains of dead processes can be distinguished from the folders of live
 * ones.
 */
public final class SharedTemporaryFolders {
  private static final Logger LOG = LoggerFactory.getLogger(SharedTemporaryFolders.class);

  private final CommitFolder shared;

  public SharedTemporaryFolders(CommitFolder shared) {
    this.shared = shared;
  }

  /**
   * Creates a folder with a temporary name.
   *
   * @return the name
   */
  public String make() throws IOException {
    String name = shared.newTemporaryName();
    try (OutputStream out = shared.child(name).create(AttemptOwner.FILE)) {
      out.write(AttemptOwner.current(AttemptOwner.HEARTBEAT).encode());
    }
    return name;
  }

  /**
   * Publishes a folder like {@link CommitFolder#publish}, without the file that names the process.
   */
  public void publish(String temporary, String name) throws IOException {
    shared.child(temporary).delete(AttemptOwner.FILE);
    shared.publish(temporary, name);
  }

  /**
   * Deletes the folders of processes of this host that ended, and other folders in which nothing
   * was written for three days. Folders that cannot be read or deleted are left for the next call.
   *
   * @return the number of deleted folders
   */
  public int sweep() {
    int swept = 0;
    try {
      for (FileEntry entry : shared.temporaries()) {
        swept += sweep(entry) ? 1 : 0;
      }
    } catch (IOException e) {
      warn(e);
    }
    return swept;
  }

  private boolean sweep(FileEntry entry) {
    try {
      return isAbandoned(entry) && shared.delete(entry.name());
    } catch (IOException e) {
      warn(e);
      return false;
    }
  }

  private void warn(IOException e) {
    LOG.warn(
        "could not delete temporary files in {} (will be retried later): {}",
        shared,
        e.getMessage());
  }

  private boolean isAbandoned(FileEntry entry) throws IOException {
    CommitFolder folder = shared.child(entry.name());
    Optional<AttemptOwner> owner = ownerOf(folder);
    if (owner.isPresent() && owner.get().runsOnThisHost()) {
      return !owner.get().runs();
    }
    Stream<FileEntry> within = entry.folder() ? folder.list().stream() : Stream.empty();
    long newest =
        LongStream.concat(LongStream.of(entry.modified()), within.mapToLong(FileEntry::modified))
            .max()
            .orElseThrow();
    return AttemptOwner.isAbandonedSince(newest);
  }

  private static Optional<AttemptOwner> ownerOf(CommitFolder folder) throws IOException {
    if (!folder.exists(AttemptOwner.FILE)) {
      return Optional.empty();
    }
    try (InputStream in = folder.read(AttemptOwner.FILE)) {
      return Optional.of(AttemptOwner.read(in, folder.pathOf(AttemptOwner.FILE)));
    } catch (CorruptCommitException e) {
      return Optional.empty(); // the process was killed before it wrote its name
    }
  }
}
