package dev.unfold.driver.corpus.table.format;

import dev.unfold.driver.corpus.source.SourceFile;
import java.io.Serializable;

/**
 * A range of a file that begins and ends with a row.
 *
 * @param start the offset of its first byte
 * @param end the offset after its last byte; beyond every offset if the file is compressed
 * @param line the number of its first line in the file, from 1
 */
public record FileRange(SourceFile file, long start, long end, long line) implements Serializable {
  /** Returns a whole file. */
  public static FileRange whole(SourceFile file) {
    return new FileRange(file, 0, file.compressed() ? Long.MAX_VALUE : file.size(), 1);
  }

  boolean isStart() {
    return start == 0;
  }

  /** Returns the approximate number of bytes that are read. */
  public long bytes() {
    return Math.min(end, file.size()) - start;
  }
}
