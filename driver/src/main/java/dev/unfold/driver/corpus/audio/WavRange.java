package dev.unfold.driver.corpus.audio;

import dev.unfold.driver.corpus.source.SplitPacking;
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
    List<WavRange> ranges = files.stream().flatMap(file -> cut(file, splitBytes).stream()).toList();
    return SplitPacking.pack(ranges, WavRange::bytes, splitBytes);
  }

  private long bytes() {
    return (end - start) * file.header().format().frameBytes();
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
