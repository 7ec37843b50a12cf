package dev.unfold.driver.corpus.source;

import java.io.Serializable;

/**
 * A file of a corpus with the hash of its content, or a table that Spark reads with that of its
 * rows.
 *
 * @param path the absolute path with its scheme; of a table its location, with the version if it
 *     has versions
 * @param size the size in bytes; of a table the number of its rows
 * @param modified the modification time in milliseconds since 1970 by the clock of its file system;
 *     of a table that of its version, or 0 if it is not known
 * @param sha256 the hash of its bytes or rows
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
