package dev.unfold.driver.storage.commit;

import static dev.unfold.driver.storage.fs.StorageErrors.explain;
import static dev.unfold.driver.storage.fs.StorageErrors.explainStep;

import dev.unfold.driver.storage.file.ReplaceableFile;
import dev.unfold.driver.storage.fs.CommitFileSystem;
import dev.unfold.driver.storage.fs.FileEntry;
import dev.unfold.driver.storage.fs.PositionalInput;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.StorageLocation;
import dev.unfold.driver.storage.fs.StorageScheme;
import dev.unfold.driver.storage.fs.UnsupportedFileSystemException;
import dev.unfold.worker.error.ErrorKind;
import dev.unfold.worker.file.CommittedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder on a file system where renaming a folder is atomic and never overwrites. The folder need
 * not exist; it is created together with its first entry.
 *
 * <p>Files are write-once, except a {@link ReplaceableFile}: creating an existing file fails, and a
 * closed file is on disk. Every failure is a {@link StorageException} with the operation, the path
 * and the reason.
 */
public final class CommitFolder implements CommittedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(CommitFolder.class);
  private static final String TEMPORARY = ".tmp-";

  private final CommitFileSystem files;
  private final String path;

  public CommitFolder(CommitFileSystem files, String path) {
    this.files = files;
    this.path = path;
  }

  /**
   * Opens a folder without accessing it.
   *
   * @param path the path with a scheme, or on the default file system of the configuration
   * @throws UnsupportedFileSystemException if the file system is not one that is known to commit
   *     safely
   * @throws StorageException if the path is malformed, or its file system cannot be reached
   */
  public static CommitFolder open(String path, Configuration configuration) throws IOException {
    StorageLocation location = StorageLocation.resolve(path, configuration);
    return new CommitFolder(location.files(), location.path());
  }

  /** Returns the absolute path with its scheme. */
  public String path() {
    return path;
  }

  /** Returns the folder of the given name in this one, which need not exist. */
  public CommitFolder child(String name) {
    return new CommitFolder(files, pathOf(name));
  }

  /** Returns the parent folder; empty for the root. */
  public Optional<CommitFolder> parent() {
    Path above = new Path(path).getParent();
    return above == null
        ? Optional.empty()
        : Optional.of(new CommitFolder(files, above.toString()));
  }

  /**
   * Returns the entry at the path of this folder, if it exists; empty also if a parent is a file.
   */
  public Optional<FileEntry> itself() throws IOException {
    return explain("look up", path, () -> files.status(path));
  }

  /** Returns the path on this machine; empty on another file system. */
  public Optional<java.nio.file.Path> local() {
    URI uri = new Path(path).toUri();
    return StorageScheme.FILE.isOf(uri)
        ? Optional.of(java.nio.file.Path.of(uri.getPath()))
        : Optional.empty();
  }

  /** Returns the absolute path of a name in this folder. */
  public String pathOf(String name) {
    if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("expected a single name, found \"" + name + "\"");
    }
    return path.endsWith("/") ? path + name : path + "/" + name;
  }

  /** Creates a file that does not exist yet; it is durable once the stream is closed. */
  public OutputStream create(String name) throws IOException {
    String file = pathOf(name);
    return explain("create", file, () -> files.create(file));
  }

  /**
   * Creates a file like {@link #create}, but only if this folder exists. Tasks use it, which may
   * outlive their job: they must not make a folder again that was deleted after the job.
   */
  public OutputStream createInExisting(String name) throws IOException {
    String file = pathOf(name);
    return explain("create", file, () -> files.createInFolder(file));
  }

  @Override
  public InputStream read(String name) throws IOException {
    String file = pathOf(name);
    return explain("read", file, () -> files.open(file));
  }

  public PositionalInput readPositional(String name) throws IOException {
    String file = pathOf(name);
    return explain("read", file, () -> files.openPositional(file));
  }

  /** Returns the entry with the given name, if there is one. */
  public Optional<FileEntry> find(String name) throws IOException {
    String file = pathOf(name);
    return explain("look up", file, () -> files.status(file));
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    return find(name).stream()
        .filter(entry -> !entry.folder())
        .mapToLong(FileEntry::size)
        .findFirst();
  }

  @Override
  public boolean isEmpty() throws IOException {
    return list().isEmpty();
  }

  @Override
  public CorruptCommitException unusable(ErrorKind kind, String reason) {
    return new CorruptCommitException(kind, this + " cannot be used: " + reason);
  }

  public boolean exists(String name) throws IOException {
    return find(name).isPresent();
  }

  /** Returns the entries of the folder, sorted by name; empty if the folder is missing. */
  public List<FileEntry> list() throws IOException {
    return explain("list", path, () -> files.list(path)).stream()
        .sorted(Comparator.comparing(FileEntry::name))
        .toList();
  }

  /** Creates this folder and its parents. */
  public void make() throws IOException {
    explainStep("make folder", path, () -> files.makeFolders(path));
  }

  /**
   * Deletes a file, or a folder with its content.
   *
   * @return whether it existed
   */
  public boolean delete(String name) throws IOException {
    String file = pathOf(name);
    return explain("delete", file, () -> files.deleteRecursively(file));
  }

  /**
   * Returns a unique name for a file or folder that is to be published; hidden from corpus
   * listings.
   */
  public String newTemporaryName() {
    return TEMPORARY + UUID.randomUUID();
  }

  /**
   * Deletes the remains of commits that never completed. Only the owner of the folder may do this:
   * a commit in progress would be lost.
   *
   * @return the number of deleted entries
   */
  public int sweepTemporaries() throws IOException {
    int swept = 0;
    for (FileEntry entry : temporaries()) {
      if (delete(entry.name())) {
        swept++;
      }
    }
    return swept;
  }

  /** Returns the entries with temporary names. */
  public List<FileEntry> temporaries() throws IOException {
    return list().stream().filter(entry -> entry.name().startsWith(TEMPORARY)).toList();
  }

  /**
   * Renames a folder in this one, atomically and without overwrite. A file can also be published,
   * but not safely against races on the local file system: only the owner of a folder publishes
   * files in it.
   *
   * @param temporary the name of a file, or of a folder that is not empty
   * @throws AlreadyCommittedException if {@code name} exists; the temporary folder is left as it is
   */
  public void publish(String temporary, String name) throws IOException {
    String from = pathOf(temporary);
    String to = pathOf(name);
    FileEntry source =
        find(temporary).orElseThrow(() -> new StorageException(from + " does not exist"));
    if (source.folder() && child(temporary).list().isEmpty()) {
      throw new StorageException("cannot publish " + from + " as " + to + ": it is empty");
    }
    try {
      explainStep("publish " + from + " as", to, () -> files.renameWithoutOverwrite(from, to));
    } catch (StorageException e) {
      if (existsAfter(name, e)) {
        throw new AlreadyCommittedException(to, e);
      }
      throw e;
    }
  }

  /**
   * Returns whether a name is taken. If that cannot be determined, the error is added to the
   * original failure.
   */
  private boolean existsAfter(String name, StorageException failure) {
    try {
      return exists(name);
    } catch (IOException e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** Renames a file and replaces an existing one of that name; see {@link ReplaceableFile}. */
  public void replace(String temporary, String name) throws IOException {
    String to = pathOf(name);
    explainStep("replace", to, () -> files.renameReplacing(pathOf(temporary), to));
  }

  /** Deletes the entry with a temporary name, if it still exists; a failure is only logged. */
  public void discard(String temporary) {
    try {
      delete(temporary);
    } catch (IOException e) {
      LOG.warn("{}; the temporary folder is deleted later", e.getMessage());
    }
  }

  /** Sets the modification time to the current time. Readers only check whether it changes. */
  public void touch(String name) throws IOException {
    String file = pathOf(name);
    explainStep("touch", file, () -> files.setModified(file, System.currentTimeMillis()));
  }

  @Override
  public String toString() {
    return path;
  }
}
