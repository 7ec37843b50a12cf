package dev.unfold.driver.corpus.text;

import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SplitPacking;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of a file. It owns the code points, or the lines, whose first byte is in it.
 *
 * @param start the offset of its first byte
 * @param end the offset after its last byte; for a compressed file, which is a single range, a
 *     value beyond every offset
 * @param last whether it is the last range of the file
 */
public record TextRange(SourceFile file, long start, long end, boolean last)
    implements Serializable {

  /**
   * Divides files into splits of about {@code splitBytes}: large files are divided, small neighbors
   * share a split. The result depends on the files only.
   */
  public static List<List<TextRange>> cut(List<SourceFile> files, long splitBytes) {
    List<TextRange> ranges =
        files.stream().flatMap(file -> cut(file, splitBytes).stream()).toList();
    return SplitPacking.pack(ranges, TextRange::bytes, splitBytes);
  }

  private long bytes() {
    return file.compressed() ? file.size() : end - start;
  }

  private static List<TextRange> cut(SourceFile file, long splitBytes) {
    if (file.compressed()) {
      return List.of(new TextRange(file, 0, Long.MAX_VALUE, true));
    }
    List<TextRange> ranges = new ArrayList<>();
    long start = 0;
    do {
      long end = Math.min(start + splitBytes, file.size());
      ranges.add(new TextRange(file, start, end, end == file.size()));
      start = end;
    } while (start < file.size());
    return ranges;
  }
}
