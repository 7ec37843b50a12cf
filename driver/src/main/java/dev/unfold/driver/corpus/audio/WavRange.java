package dev.unfold.driver.corpus.audio;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of the frames of a file.
 *
 * @param file the file
 * @param start the number of its first frame
 * @param end the number after its last frame
 */
record WavRange(WavFile file, long start, long end) implements Serializable {
  /** Returns whether it is the last range of the file. */
  boolean last() {
    return end == file.header().frames();
  }

  /**
   * Divides files into splits of about {@code splitBytes}: large files are divided, unless they are
   * compressed, and small neighbors share a split. The result depends on the files only.
   */
  static List<List<WavRange>> cut(List<WavFile> files, long splitBytes) {
    List<List<WavRange>> splits = new ArrayList<>();
    List<WavRange> current = new ArrayList<>();
    long bytes = 0;
    for (WavFile file : files) {
      for (WavRange range : cut(file, splitBytes)) {
        long size = (range.end() - range.start()) * file.header().format().frameBytes();
        if (!current.isEmpty() && bytes + size > splitBytes) {
          splits.add(current);
          current = new ArrayList<>();
          bytes = 0;
        }
        current.add(range);
        bytes += size;
      }
    }
    splits.add(current);
    return splits;
  }

  private static List<WavRange> cut(WavFile file, long splitBytes) {
    long frames = file.header().frames();
    long step = Math.max(1, splitBytes / file.header().format().frameBytes());
    if (file.file().compressed() || frames <= step) {
      return List.of(new WavRange(file, 0, frames));
    }
    List<WavRange> ranges = new ArrayList<>();
    for (long start = 0; start < frames; start += step) {
      ranges.add(new WavRange(file, start, Math.min(start + step, frames)));
    }
    return ranges;
  }
}
