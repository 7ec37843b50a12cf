package dev.unfold.driver.storage;

import dev.unfold.worker.error.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;

/** A file by itself that others made or will read: read at any position, or written once. */
public final class SingleFile {
  private final CommitFolder folder;
  private final String name;

  private SingleFile(FileLocation place) {
    folder = place.folder();
    name = place.name();
  }

  /** Writes the content of a file. */
  public interface Filler {
    /** Writes all of it; does not close the stream. */
    void fill(OutputStream out) throws IOException;
  }

  /**
   * Returns the file of that path; touches nothing yet.
   *
   * @throws StorageException if the path names no file
   * @throws UnsupportedFileSystemException if its file system is not one that commits safely
   */
  public static SingleFile open(String path, Configuration configuration) throws IOException {
    return new SingleFile(FileLocation.of(path, configuration));
  }

  /** Absolute, with its scheme. */
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
   * Writes the file, which must not exist; it appears whole or not at all.
   *
   * @throws StorageException if it exists; it is left as it is
   */
  public void write(Filler filler) throws IOException {
    if (folder.exists(name)) {
      throw new StorageException(
          ErrorKind.CONFIGURATION,
          "cannot write " + path() + ": it already exists and is not overwritten");
    }
    String temporary = folder.newTemporaryName();
    try {
      try (OutputStream out = folder.create(temporary)) {
        filler.fill(out);
      }
      folder.publish(temporary, name);
    } catch (IOException | RuntimeException e) {
      folder.discard(temporary);
      throw e;
    }
  }
}
