package dev.unfold.driver.corpus.source;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The grouping of ranges of files into splits, each of which is read by one task. */
public final class SplitPacking {
  private SplitPacking() {}

  /**
   * Puts consecutive ranges into one split as long as they have at most {@code splitBytes}
   * together. A larger range is a split of its own. The result depends on the ranges only.
   *
   * @param bytes the size of a range
   * @return the splits, in the order of the ranges; one without ranges if there are none
   */
  public static <R> List<List<R>> pack(List<R> ranges, ToLongFunction<R> bytes, long splitBytes) {
    List<List<R>> splits = new ArrayList<>();
    List<R> current = new ArrayList<>();
    long sum = 0;
    for (R range : ranges) {
      long size = bytes.applyAsLong(range);
      if (!current.isEmpty() && sum + size > splitBytes) {
        splits.add(current);
        current = new ArrayList<>();
        sum = 0;
      }
      current.add(range);
      sum += size;
    }
    splits.add(current);
    return splits;
  }
}
