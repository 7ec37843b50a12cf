package dev.unfold.driver.storage.fs;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.net.URI;
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
    URI address = address(unqualified, configuration);
    StorageScheme scheme =
        StorageScheme.of(address)
            .orElseThrow(() -> new UnsupportedFileSystemException(path, address.getScheme()));
    return StorageErrors.explain("open", path, () -> qualify(scheme, unqualified, configuration));
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

  private static URI address(Path path, Configuration configuration) {
    URI address = path.toUri();
    return address.getScheme() == null ? FileSystem.getDefaultUri(configuration) : address;
  }

  private static StorageLocation qualify(
      StorageScheme scheme, Path unqualified, Configuration configuration) throws IOException {
    Path absolute = unqualified.getFileSystem(configuration).makeQualified(unqualified);
    return new StorageLocation(scheme.open(absolute, configuration), absolute.toString());
  }
}
