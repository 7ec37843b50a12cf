package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageScheme;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder of one process. It is deleted when it is closed, or earlier if the process
 * ends; if it is killed, by a later process that makes a folder in the same place.
 */
public final class TemporaryFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
  private static final String PREFIX = "unfold-";
  private static final Duration HEARTBEAT = Duration.ofHours(1);

  private final FileSystem files;
  private final Path folder;
  private final Closeable heartbeat;

  private TemporaryFolder(FileSystem files, Path folder, Closeable heartbeat) {
    this.files = files;
    this.folder = folder;
    this.heartbeat = heartbeat;
  }

  /** Creates a folder among the temporary files of this machine. */
  static TemporaryFolder ofMachine(Configuration configuration) throws IOException {
    java.nio.file.Path created = Files.createTempDirectory(PREFIX);
    FileSystem files = FileSystem.getLocal(configuration).getRaw();
    Path folder = new Path(created.toUri());
    files.deleteOnExit(folder);
    return new TemporaryFolder(files, folder, () -> {});
  }

  /** Returns whether the file system of a path is shared by all machines of a cluster. */
  public static boolean isShared(String path, Configuration configuration) throws IOException {
    return StorageScheme.isShared(new Path(path).getFileSystem(configuration));
  }

  /**
   * Creates a folder that all executors can reach; empty if they may run on other machines, and
   * neither a path nor the default file system is one that they share.
   *
   * @param paths the paths whose file systems are used, the first one that is shared
   * @param oneMachine whether all executors run on this machine
   */
  public static Optional<TemporaryFolder> ofExecutors(
      List<String> paths, boolean oneMachine, Configuration configuration) throws IOException {
    if (oneMachine) {
      return Optional.of(ofMachine(configuration));
    }
    for (String path : Stream.concat(paths.stream(), Stream.of("/")).toList()) {
      if (isShared(path, configuration)) {
        return Optional.of(siblingOf(path, configuration));
      }
    }
    return Optional.empty();
  }

  /** Creates a folder in {@code /tmp} of the file system of a path, which must be shared. */
  static TemporaryFolder siblingOf(String path, Configuration configuration) throws IOException {
    FileSystem files = new Path(path).getFileSystem(configuration);
    Path parent = files.makeQualified(new Path("/tmp"));
    return made(new OwnedFolders(files, parent, true), false, HEARTBEAT);
  }

  /**
   * Creates a hidden folder next to a path, which the tasks that reach the path can reach.
   *
   * @param local whether all tasks run in this process. On a disk that machines share, those of a
   *     cluster may run as another user, who must read the folder; HDFS knows them as this one
   */
  public static TemporaryFolder nextTo(String path, Configuration configuration, boolean local)
      throws IOException {
    return nextTo(path, configuration, local, HEARTBEAT);
  }

  static TemporaryFolder nextTo(
      String path, Configuration configuration, boolean local, Duration heartbeat)
      throws IOException {
    Path neighbor = new Path(path);
    FileSystem files = neighbor.getFileSystem(configuration);
    Path parent = files.makeQualified(neighbor).getParent();
    return made(
        new OwnedFolders(files, parent, local || StorageScheme.isShared(files)), true, heartbeat);
  }

  private static TemporaryFolder made(OwnedFolders owned, boolean hidden, Duration heartbeat)
      throws IOException {
    Path folder =
        StorageErrors.explain(
            "make a temporary folder in", owned.parent().toString(), () -> owned.make(hidden));
    return new TemporaryFolder(owned.files(), folder, owned.heartbeat(folder, heartbeat));
  }

  /** Returns the absolute path with its scheme. */
  public String path() {
    return files.makeQualified(folder).toString();
  }

  @Override
  public void close() {
    try {
      heartbeat.close();
      files.delete(folder, true);
      files.cancelDeleteOnExit(folder);
    } catch (IOException e) {
      LOG.warn("could not delete the temporary folder {}: {}", folder, e.getMessage());
    }
  }
}
