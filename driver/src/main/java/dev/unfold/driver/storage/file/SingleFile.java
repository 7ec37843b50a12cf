package dev.unfold.driver.storage.file;

import dev.unfold.driver.storage.commit.CommitFolder;
import dev.unfold.driver.storage.fs.PositionalInput;
import dev.unfold.driver.storage.fs.StorageException;
import dev.unfold.driver.storage.fs.UnsupportedFileSystemException;
import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/** A single file for exchange with other programs: read at any position, or written once. */
public final class SingleFile {
  private final CommitFolder folder;
  private final String name;

  private SingleFile(FileLocation location) {
    folder = location.folder();
    name = location.name();
  }

  /** Writes the content of a file. */
  public interface Filler {
    /** Writes the complete content without closing the stream. */
    void fill(OutputStream out) throws IOException;
  }

  /**
   * Returns the file with the given path without accessing it.
   *
   * @throws StorageException if the path does not name a file
   * @throws UnsupportedFileSystemException if commits are not safe on its file system
   */
  public static SingleFile open(String path, Configuration configuration) throws IOException {
    return new SingleFile(FileLocation.of(path, configuration));
  }

  /** Returns the absolute path with its scheme. */
  public String path() {
    return folder.pathOf(name);
  }

  /** Opens the file for reading. */
  public PositionalInput read() throws IOException {
    return folder.readPositional(name);
  }

  /** Opens the file for reading from its start to its end. */
  public InputStream stream() throws IOException {
    return folder.read(name);
  }

  /** Deletes the file, if it exists. */
  public void delete() throws IOException {
    folder.delete(name);
  }

  /**
   * Writes the file, which must not exist, atomically.
   *
   * @throws StorageException if it exists; it is not changed
   */
  public void write(Filler filler) throws IOException {
    if (folder.exists(name)) {
      throw new StorageException(
          ErrorKind.USAGE, "cannot write " + path() + ": it already exists and is not overwritten");
    }
    String temporary = folder.newTemporaryName();
    boolean written = false;
    try {
      try (OutputStream out = folder.create(temporary)) {
        filler.fill(out);
      }
      folder.publish(temporary, name);
      written = true;
    } finally {
      if (!written) {
        folder.discard(temporary);
      }
    }
  }
}
