package dev.unfold.driver.storage.file;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file that is only read, on any file system that Hadoop knows. */
public final class ReadableFile {
  private ReadableFile() {}

  /**
   * Opens a file for reading from its start to its end.
   *
   * @param path with the scheme of its file system; without one, on the default file system
   */
  public static InputStream open(String path, Configuration configuration) throws IOException {
    Path file = new Path(path);
    return file.getFileSystem(configuration).open(file);
  }
}
