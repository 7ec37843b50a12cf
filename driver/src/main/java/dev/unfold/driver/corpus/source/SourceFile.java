package dev.unfold.driver.corpus.source;

import java.io.Serializable;

/**
 * A text file as it was listed.
 *
 * @param path the absolute path with its scheme
 * @param size the size in bytes
 * @param modified the modification time in milliseconds since 1970 by the clock of its file system
 */
public record SourceFile(String path, long size, long modified) implements Serializable {

  /** Returns whether the file is decompressed when it is read. */
  public boolean compressed() {
    return Compression.isCompressed(path);
  }
}
