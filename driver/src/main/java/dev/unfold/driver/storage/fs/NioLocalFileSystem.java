package dev.unfold.driver.storage.fs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, which sets permissions without a process. Without its native library
 * Hadoop starts {@code chmod} for every file and folder that it creates, which takes longer than
 * writing a small file.
 *
 * <p>{@code spark.hadoop.fs.file.impl} names this class in local mode.
 */
public final class NioLocalFileSystem extends LocalFileSystem {
  /** Creates the file system; Hadoop calls this. */
  public NioLocalFileSystem() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    private static final String UNIX = "unix";

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      File file = pathToFile(path);
      if (file.toPath().getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
        int mode = permission.toShort(); // with the sticky bit
        Files.setAttribute(file.toPath(), UNIX + ":mode", mode);
      } else {
        super.setPermission(path, permission);
      }
    }
  }
}
