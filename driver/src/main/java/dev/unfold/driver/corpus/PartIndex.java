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
   * @param counts the counts of the parts in their order; at least one part
   */
  public PartIndex(long[] counts) {
    ends = counts.clone();
    Arrays.parallelPrefix(ends, Long::sum);
  }

  /** Returns the total number of tokens or examples. */
  public long length() {
    return ends[ends.length - 1];
  }

  /** Returns the part that contains the token or example with the given number. */
  public int partOf(long index) {
    int match = Arrays.binarySearch(ends, index);
    if (match < 0) {
      return -match - 1;
    }
    int part = match + 1;
    while (ends[part] == index) {
      part++; // an empty part ends where its predecessor ends
    }
    return part;
  }

  /** Returns the number of parts. */
  public int parts() {
    return ends.length;
  }

  /** Returns the number of the first token or example of a part. */
  public long start(int part) {
    return part == 0 ? 0 : ends[part - 1];
  }

  /** Returns the number of tokens or examples in a part. */
  public long count(int part) {
    return ends[part] - start(part);
  }
}
