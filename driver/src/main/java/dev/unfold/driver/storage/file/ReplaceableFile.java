package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.UnsupportedFileSystemException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A file that is derived from others and can be regenerated, such as a report: the only kind of
 * file that is replaced. A concurrent reader sees either the old file or the new one, never a part.
 */
public final class ReplaceableFile {
  private final CommitFolder folder;
  private final String name;

  private ReplaceableFile(CommitFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Returns the file with the given name in a folder. */
  public static ReplaceableFile in(CommitFolder folder, String name) {
    return new ReplaceableFile(folder, name);
  }

  /**
   * Returns the file with the given path.
   *
   * @throws StorageException if the path does not name a file
   * @throws UnsupportedFileSystemException if its file system cannot replace files safely
   */
  public static ReplaceableFile open(String path, Configuration configuration) throws IOException {
    FileLocation location = FileLocation.of(path, configuration);
    return in(location.folder(), location.name());
  }

  /** Returns the absolute path with its scheme. */
  public String path() {
    return folder.pathOf(name);
  }

  /** Writes the file and replaces an existing one. */
  public void write(byte[] content) throws IOException {
    String temporary = folder.newTemporaryName();
    boolean replaced = false;
    try {
      try (OutputStream out = folder.create(temporary)) {
        out.write(content);
      }
      folder.replace(temporary, name);
      replaced = true;
    } finally {
      if (!replaced) {
        folder.discard(temporary);
      }
    }
  }
}
