package dev.unfold.driver.storage;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The location of a single file.
 *
 * @param folder that it is in
 * @param name in it
 */
record FileLocation(CommitFolder folder, String name) {
  private static final Set<String> NO_FILES = Set.of("", ".", "..");

  /**
   * Returns the place that a path names.
   *
   * @throws StorageException if the path names no file
   * @throws UnsupportedFileSystemException if its file system is not one that commits safely
   */
  static FileLocation of(String path, Configuration configuration) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (NO_FILES.contains(name)) {
      throw new StorageException(
          ErrorKind.CONFIGURATION, "expected the path of a file, found \"" + path + "\"");
    }
    String folder = path.substring(0, path.length() - name.length());
    return new FileLocation(
        CommitFolder.open(folder.isEmpty() ? Path.CUR_DIR : folder, configuration), name);
  }
}
