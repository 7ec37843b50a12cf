package dev.unfold.driver.storage.fs;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The schemes of the file systems that can commit. Others, such as those of object stores, have no
 * constant: they are read and written with Hadoop as any file system, but have no run, model or
 * store.
 */
public enum StorageScheme {
  /** The disks of a machine. Another machine may have others under the same paths. */
  FILE(false),
  /** The file system of a cluster. */
  HDFS(true);

  private final boolean shared;

  /**
   * @param shared whether all machines of a cluster share the file system
   */
  StorageScheme(boolean shared) {
    this.shared = shared;
  }

  /** Returns the names of all schemes. */
  public static List<String> names() {
    return Arrays.stream(values()).map(StorageScheme::toString).toList();
  }

  /** Returns the scheme of an address, which may have none; empty if it is another one. */
  static Optional<StorageScheme> of(URI address) {
    return Arrays.stream(values()).filter(scheme -> scheme.isOf(address)).findFirst();
  }

  /** Returns whether an address has this scheme. */
  public boolean isOf(URI address) {
    return toString().equals(address.getScheme());
  }

  /** Returns whether a file system has this scheme. */
  public boolean isOf(FileSystem files) {
    return isOf(files.getUri());
  }

  /** Returns whether all machines of a cluster share a file system that is known to be shared. */
  public static boolean isShared(FileSystem files) {
    return of(files.getUri()).filter(scheme -> scheme.shared).isPresent();
  }

  /**
   * Returns the file system.
   *
   * @param path an absolute path on it
   */
  CommitFileSystem open(Path path, Configuration configuration) throws IOException {
    return switch (this) {
      case FILE -> new LocalCommitFileSystem();
      case HDFS -> new HdfsCommitFileSystem(path, configuration);
    };
  }

  /** Returns the scheme as it is written. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
