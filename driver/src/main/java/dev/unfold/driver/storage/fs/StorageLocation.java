package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A path on a file system that can commit.
 *
 * @param files the file system
 * @param path the absolute path with its scheme
 */
public record StorageLocation(CommitFileSystem files, String path) {
  private static final Set<String> SUPPORTED = new TreeSet<>(Set.of("file", "hdfs"));

  /**
   * Determines the file system of a path without accessing it.
   *
   * @param path the path with a scheme, or on the default file system of the configuration
   * @throws UnsupportedFileSystemException if the file system is not one that is known to commit
   *     safely
   * @throws StorageException if the path is malformed, or its file system cannot be reached
   */
  public static StorageLocation resolve(String path, Configuration configuration)
      throws IOException {
    Path unqualified = parse(path);
    String scheme = scheme(unqualified, configuration);
    if (!SUPPORTED.contains(scheme)) {
      throw new UnsupportedFileSystemException(path, scheme, SUPPORTED);
    }
    return StorageErrors.explain("open", path, () -> qualify(unqualified, configuration));
  }

  /**
   * Parses a path.
   *
   * @throws StorageException if it is malformed
   */
  public static Path parse(String path) throws StorageException {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          ErrorKind.USAGE, "\"" + path + "\" is not a path: " + e.getMessage());
    }
  }

  private static String scheme(Path path, Configuration configuration) {
    String scheme = path.toUri().getScheme();
    return scheme == null ? FileSystem.getDefaultUri(configuration).getScheme() : scheme;
  }

  private static StorageLocation qualify(Path unqualified, Configuration configuration)
      throws IOException {
    FileSystem fileSystem = unqualified.getFileSystem(configuration);
    Path absolute = fileSystem.makeQualified(unqualified);
    CommitFileSystem files =
        fileSystem.getScheme().equals("file")
            ? new LocalCommitFileSystem()
            : new HdfsCommitFileSystem(absolute, configuration);
    return new StorageLocation(files, absolute.toString());
  }
}
