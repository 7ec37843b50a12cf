package dev.unfold.driver.corpus.source;

import java.io.Serializable;

/**
 * A file of a corpus with the hash of its content.
 *
 * @param path the absolute path with its scheme
 * @param size the size in bytes
 * @param modified the modification time in milliseconds since 1970 by the clock of its file system
 * @param sha256 the hash of its bytes
 */
public record HashedFile(String path, long size, long modified, String sha256)
    implements Serializable {
  static HashedFile of(SourceFile file, String sha256) {
    return new HashedFile(file.path(), file.size(), file.modified(), sha256);
  }

  /** Returns the file as it was listed. */
  public SourceFile listed() {
    return new SourceFile(path, size, modified);
  }
}
