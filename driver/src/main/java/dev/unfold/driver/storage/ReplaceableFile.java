package dev.unfold.driver.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A file that is made of what others hold and can be made again, such as a report: the one kind of
 * file that is replaced. A concurrent reader sees either the old file or the new one, never a part.
 */
public final class ReplaceableFile {
  private final CommitFolder folder;
  private final String name;

  private ReplaceableFile(CommitFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Returns the file of that name in a folder. */
  public static ReplaceableFile in(CommitFolder folder, String name) {
    return new ReplaceableFile(folder, name);
  }

  /**
   * Returns the file of that path.
   *
   * @throws StorageException if the path names no file
   * @throws UnsupportedFileSystemException if its file system cannot replace files safely
   */
  public static ReplaceableFile open(String path, Configuration configuration) throws IOException {
    FileLocation place = FileLocation.of(path, configuration);
    return in(place.folder(), place.name());
  }

  /** Absolute, with its scheme. */
  public String path() {
    return folder.pathOf(name);
  }

  /** Writes the file, in place of the one that may be there. */
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
