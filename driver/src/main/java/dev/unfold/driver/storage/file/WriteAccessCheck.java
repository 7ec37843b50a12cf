package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.FileEntry;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.UnsupportedFileSystemException;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Checks that locations can be written before any work is done for them. The check creates a folder
 * in the nearest existing parent and deletes it, so nothing remains.
 */
public final class WriteAccessCheck {
  private final String setting;
  private final Configuration configuration;

  /**
   * @param setting the setting that names the location, for messages
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
      Optional<FileEntry> entry = candidate.itself();
      requireNoDeadLink(candidate);
      if (entry.isPresent()) {
        requireWritable(folder, candidate, entry.get());
        return;
      }
      nearest = candidate.parent();
    }
  }

  /**
   * Checks a file, which need not exist.
   *
   * @throws StorageException if a folder has its name, or nothing can be written at its location
   */
  public void requireFile(String path) throws IOException {
    FileLocation location = FileLocation.of(path, configuration);
    requireFolder(location.folder().path());
    if (location.folder().find(location.name()).filter(FileEntry::folder).isPresent()) {
      throw refused(path, "it is a folder");
    }
  }

  /**
   * Checks a folder or a file that must not exist yet.
   *
   * @throws StorageException if it exists, or nothing can be written at its location
   */
  public void requireNew(String path) throws IOException {
    CommitFolder location = CommitFolder.open(path, configuration);
    if (location.itself().isPresent()) {
      throw refused(path, "it already exists and is not overwritten");
    }
    requireFolder(path);
  }

  /**
   * Checks a folder on any Hadoop file system: like {@link #requireFolder} on a file system that
   * supports commits; on others, only that the file system exists.
   */
  public void requireFolderAnywhere(String path) throws IOException {
    try {
      requireFolder(path);
    } catch (UnsupportedFileSystemException e) {
      StorageErrors.explain(
          "open", path, () -> new org.apache.hadoop.fs.Path(path).getFileSystem(configuration));
    }
  }

  private void requireWritable(CommitFolder folder, CommitFolder nearest, FileEntry entry)
      throws IOException {
    if (!entry.folder()) {
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
      throw refused(candidate.path(), "it is a dangling link");
    }
  }

  private StorageException refused(String path, String reason) {
    return new StorageException(
        ErrorKind.CONFIGURATION, setting + ": cannot write " + path + ": " + reason);
  }
}
