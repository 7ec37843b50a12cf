package dev.unfold.driver.corpus;

import java.io.Serializable;

/**
 * A file of text as it was listed.
 *
 * @param path absolute, with its scheme
 * @param size in bytes
 * @param modified milliseconds since 1970 by the clock of its file system
 */
public record SourceFile(String path, long size, long modified) implements Serializable {

  /** Returns whether the file is decompressed when it is read. */
  public boolean compressed() {
    return Compression.isCompressed(path);
  }
}
