package dev.unfold.driver.storage;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Refuses places that cannot be written before any work is done for them. Nothing stays behind: the
 * check makes a folder in the nearest one that exists, and deletes it.
 */
public final class WriteAccessCheck {
  private final String setting;
  private final Configuration configuration;

  /**
   * @param setting that names the place, for messages
   */
  public WriteAccessCheck(String setting, Configuration configuration) {
    this.setting = setting;
    this.configuration = configuration;
  }

  /**
   * Checks a folder, which need not exist.
   *
   * @throws StorageException if nothing can be written in it
   */
  public void requireFolder(String path) throws IOException {
    CommitFolder folder = CommitFolder.open(path, configuration);
    Optional<CommitFolder> nearest = Optional.of(folder);
    while (nearest.isPresent()) {
      CommitFolder candidate = nearest.get();
      Optional<FileEntry> found = candidate.itself();
      requireNoDeadLink(candidate);
      if (found.isPresent()) {
        requireWritable(folder, candidate, found.get());
        return;
      }
      nearest = candidate.parent();
    }
  }

  /**
   * Checks a file, which need not exist.
   *
   * @throws StorageException if a folder has its name, or nothing can be written where it is
   */
  public void requireFile(String path) throws IOException {
    FileLocation place = FileLocation.of(path, configuration);
    requireFolder(place.folder().path());
    if (place.folder().find(place.name()).filter(FileEntry::folder).isPresent()) {
      throw refused(path, "it is a folder");
    }
  }

  /**
   * Checks a folder or a file that must not exist yet.
   *
   * @throws StorageException if it exists, or nothing can be written where it is
   */
  public void requireNew(String path) throws IOException {
    CommitFolder place = CommitFolder.open(path, configuration);
    if (place.itself().isPresent()) {
      throw refused(path, "it already exists and is not overwritten");
    }
    requireFolder(path);
  }

  /**
   * Checks a folder on any file system of Hadoop: as {@link #requireFolder} where this is one that
   * can commit; elsewhere only that there is such a file system.
   */
  public void requireFolderAnywhere(String path) throws IOException {
    try {
      requireFolder(path);
    } catch (UnsupportedFileSystemException e) {
      StorageErrors.explain(
          "open", path, () -> new org.apache.hadoop.fs.Path(path).getFileSystem(configuration));
    }
  }

  private void requireWritable(CommitFolder folder, CommitFolder nearest, FileEntry found)
      throws IOException {
    if (!found.folder()) {
      throw refused(folder.path(), nearest.path() + " is a file");
    }
    String probe = nearest.newTemporaryName();
    try {
      nearest.child(probe).make();
    } catch (IOException e) {
      if (!StorageErrors.isTransient(e)) {
        throw refused(folder.path(), e.getMessage());
      }
    } finally {
      nearest.discard(probe);
    }
    Optional<Path> local = nearest.local();
    if (local.isPresent() && Files.getFileStore(local.get()).getUsableSpace() == 0) {
      throw refused(folder.path(), "no space is left on the file system of " + nearest.path());
    }
  }

  private void requireNoDeadLink(CommitFolder candidate) throws StorageException {
    Optional<Path> local = candidate.local();
    if (local.filter(Files::isSymbolicLink).filter(Files::notExists).isPresent()) {
      throw refused(candidate.path(), "it is a link that leads nowhere");
    }
  }

  private StorageException refused(String path, String reason) {
    return new StorageException(
        ErrorKind.CONFIGURATION, setting + ": cannot write " + path + ": " + reason);
  }
}
