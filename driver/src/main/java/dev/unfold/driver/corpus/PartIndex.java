package dev.unfold.driver.corpus;

import java.io.Serializable;
import java.util.Arrays;

/**
 * An index of the parts of a corpus: it finds the part that contains the token or example of a
 * given number.
 */
public final class PartIndex implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] ends;

  /**
   * @param counts of the parts, in their order; one part at least
   */
  public PartIndex(long[] counts) {
    ends = counts.clone();
    Arrays.parallelPrefix(ends, Long::sum);
  }

  /** Returns the total number of tokens or examples. */
  public long length() {
    return ends[ends.length - 1];
  }

  /** The part that holds the one with this number. */
  public int partOf(long index) {
    int found = Arrays.binarySearch(ends, index);
    if (found < 0) {
      return -found - 1;
    }
    int part = found + 1;
    while (ends[part] == index) {
      part++; // empty parts end where the one before ends
    }
    return part;
  }

  /** The number of the first of a part. */
  public long start(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  /** Returns the number of tokens or examples in a part. */
  public long count(int part) {
    return ends[part] - start(part);
  }
}
