package dev.unfold.driver.storage;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * A file that is made of what others hold and can be made again, such as a report: the one kind of
 * file that is replaced. Who reads it meanwhile finds the old one or the new one, whole.
 */
public final class DerivedFile {
  private final CommitFolder folder;
  private final String name;

  private DerivedFile(CommitFolder folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** The file of that name in a folder. */
  public static DerivedFile in(CommitFolder folder, String name) {
    return new DerivedFile(folder, name);
  }

  /**
   * The file of that path.
   *
   * @throws StorageException if the path names no file
   * @throws UnsupportedFileSystemException if its file system cannot replace files safely
   */
  public static DerivedFile open(String path, Configuration configuration) throws IOException {
    FilePlace place = FilePlace.of(path, configuration);
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
