package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.UnsupportedFileSystemException;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The location of a single file.
 *
 * @param folder the folder of the file
 * @param name the name of the file
 */
record FileLocation(CommitFolder folder, String name) {
  private static final Set<String> NOT_FILE_NAMES = Set.of("", ".", "..");

  /**
   * Returns the location of a path.
   *
   * @throws StorageException if the path does not name a file
   * @throws UnsupportedFileSystemException if commits are not safe on its file system
   */
  static FileLocation of(String path, Configuration configuration) throws IOException {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (NOT_FILE_NAMES.contains(name)) {
      throw new StorageException(
          ErrorKind.USAGE, "expected the path of a file, found \"" + path + "\"");
    }
    String folder = path.substring(0, path.length() - name.length());
    return new FileLocation(
        CommitFolder.open(folder.isEmpty() ? Path.CUR_DIR : folder, configuration), name);
  }
}
