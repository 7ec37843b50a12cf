package dev.unfold.driver.storage.file;

import static dev.unfold.driver.storage.fs.StorageErrors.explain;
import static dev.unfold.driver.storage.fs.StorageErrors.explainStep;

import dev.unfold.driver.storage.fs.NativeFileNames;
import dev.unfold.driver.storage.fs.StorageErrors;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.StorageScheme;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that others read while it grows, on any Hadoop file system. Flushed data is visible to
 * readers; on a file system that shows only closed files, data becomes visible when the file is
 * closed.
 */
public final class AppendableFile implements Closeable {
  private final String path;
  private final FSDataOutputStream file;

  private AppendableFile(String path, FSDataOutputStream file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Creates a file and its parent folders.
   *
   * @throws StorageException if it exists, or cannot be created
   */
  public static AppendableFile create(String folder, String name, Configuration configuration)
      throws IOException {
    return explain(
        "create",
        folder + "/" + name,
        () -> {
          Path path = new Path(new Path(folder), name);
          FileSystem files = withoutChecksums(path.getFileSystem(configuration));
          if (StorageScheme.FILE.isOf(files)) {
            NativeFileNames.path(
                path.toUri().getPath()); // otherwise the file would get another name
          }
          return new AppendableFile(
              files.makeQualified(path).toString(), files.create(path, false));
        });
  }

  /**
   * Returns the file system without Hadoop's local checksums, which are written block by block, so
   * that readers would not see partial blocks.
   */
  private static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }

  /** Returns the absolute path with its scheme. */
  public String path() {
    return path;
  }

  public void write(byte[] bytes) throws IOException {
    explainWrite(() -> file.write(bytes));
  }

  /** Makes the data that was written so far visible to readers. */
  public void flush() throws IOException {
    explainWrite(file::hflush);
  }

  @Override
  public void close() throws IOException {
    explainWrite(file::close);
  }

  private void explainWrite(StorageErrors.Step step) throws IOException {
    explainStep("write", path, step);
  }
}
