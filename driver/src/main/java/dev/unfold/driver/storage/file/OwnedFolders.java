package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.commit.CorruptCommitException;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.lease.AttemptOwner;
import dev.unfold.driver.storage.lease.Heartbeat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of copies of data that processes make in a folder, on any file system. Each names its
 * process, so that those of processes that were killed are deleted.
 *
 * <p>Object stores, such as {@code s3a:}, have neither modes nor modification times of folders, and
 * times of their files cannot be set. Therefore a process shows that it is alive by writing its
 * file again.
 *
 * @param parent the folder in which they are, which need not exist
 * @param ownerOnly whether only this user may read them, where the file system has modes
 */
record OwnedFolders(FileSystem files, Path parent, boolean ownerOnly) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedFolders.class);
  private static final String PREFIX = "unfold-";
  private static final String HIDDEN = ".";
  private static final Pattern NAME =
      Pattern.compile("\\.?unfold-[0-9a-f]{8}(-[0-9a-f]{4}){4}[0-9a-f]{8}");
  private static final int MAX_BYTES = 1 << 16;
  private static final FsPermission OWN =
      new FsPermission(FsAction.ALL, FsAction.NONE, FsAction.NONE);

  /**
   * Deletes the folders that were left behind and makes another one, which is deleted when this
   * process ends. Parents that are missing get the default mode.
   *
   * @param hidden whether listings of corpora pass over it
   */
  Path make(boolean hidden) throws IOException {
    files.mkdirs(parent);
    sweep();
    Path folder = new Path(parent, (hidden ? HIDDEN : "") + PREFIX + UUID.randomUUID());
    if (ownerOnly) {
      files.mkdirs(folder, OWN);
    } else {
      files.mkdirs(folder);
    }
    try {
      files.deleteOnExit(folder);
      writeOwner(folder);
      return folder;
    } catch (IOException | RuntimeException e) {
      StorageErrors.cleanUpAfter(e, () -> files.delete(folder, true));
      throw e;
    }
  }

  /** Writes this process into a folder that must exist: it may be deleted meanwhile. */
  private void writeOwner(Path folder) throws IOException {
    try (OutputStream out = files.createFile(ownerOf(folder)).overwrite(true).build()) {
      out.write(AttemptOwner.current(AttemptOwner.HEARTBEAT).encode());
    }
  }

  /**
   * Shows that a folder is in use until the returned object is closed.
   *
   * @param interval the time between two signs of life
   */
  Heartbeat heartbeat(Path folder, Duration interval) {
    return new Heartbeat(folder.toString(), interval, () -> writeOwner(folder));
  }

  private static Path ownerOf(Path folder) {
    return new Path(folder, AttemptOwner.FILE);
  }

  /** Deletes the folders of dead processes; those that cannot be read or deleted are left. */
  private void sweep() {
    try {
      for (FileStatus entry :
          files.listStatus(parent, path -> NAME.matcher(path.getName()).matches())) {
        if (entry.isDirectory()) {
          sweep(entry);
        }
      }
    } catch (IOException e) {
      LOG.warn("could not look for temporary folders in {}: {}", parent, e.getMessage());
    }
  }

  private void sweep(FileStatus folder) {
    try {
      if (isAbandoned(folder) && files.delete(folder.getPath(), true)) {
        LOG.info("deleted {}, which a process that was killed left behind", folder.getPath());
      }
    } catch (AccessControlException | AccessDeniedException | FileNotFoundException e) {
      LOG.debug("{} is of another user or was deleted meanwhile", folder.getPath(), e);
    } catch (IOException e) {
      LOG.warn("could not delete {} (will be retried later): {}", folder.getPath(), e.getMessage());
    }
  }

  private boolean isAbandoned(FileStatus folder) throws IOException {
    Optional<AttemptOwner> owner = readOwner(folder.getPath());
    if (owner.isPresent() && owner.get().runsOnThisHost()) {
      return !owner.get().runs();
    }
    return AttemptOwner.isAbandonedSince(lastSign(folder));
  }

  /**
   * Returns when the process of a folder last wrote its file or, without such a file, any other
   * one. The time of the folder counts only if it has no files.
   */
  private long lastSign(FileStatus folder) throws IOException {
    try {
      return files.getFileStatus(ownerOf(folder.getPath())).getModificationTime();
    } catch (FileNotFoundException e) {
      OptionalLong newest = OptionalLong.empty();
      RemoteIterator<LocatedFileStatus> within = files.listFiles(folder.getPath(), true);
      while (within.hasNext()) {
        newest = OptionalLong.of(Math.max(newest.orElse(0), within.next().getModificationTime()));
      }
      return newest.orElse(folder.getModificationTime());
    }
  }

  private Optional<AttemptOwner> readOwner(Path folder) throws IOException {
    Path file = ownerOf(folder);
    try (InputStream in = files.open(file)) {
      return Optional.of(AttemptOwner.decode(in.readNBytes(MAX_BYTES), file.toString()));
    } catch (FileNotFoundException | CorruptCommitException e) {
      return Optional.empty(); // the process was killed before it wrote its name
    }
  }
}
