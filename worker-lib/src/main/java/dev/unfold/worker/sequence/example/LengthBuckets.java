package dev.unfold.worker.sequence.example;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The examples of a corpus by their length, so that a batch has examples of about the same length.
 * The corpus defines the length of an example; the input of an example is never longer. Examples
 * are numbered bucket by bucket, the shortest first.
 */
public final class LengthBuckets implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The longest of a bucket is at most so much of the shortest. */
  private static final long GROWTH_PERCENT = 120;

  private final int[] longest;

  /** Examples in the buckets up to each, itself included. */
  private final long[] ends;

  /**
   * Examples of about the same length.
   *
   * @param longest the steps of the longest of them
   * @param count how many they are
   */
  public record Bucket(int longest, long count) {}

  /**
   * @param buckets the shortest first
   * @throws IllegalArgumentException if there is none, one is empty or out of order
   */
  public LengthBuckets(List<Bucket> buckets) {
    if (buckets.isEmpty()) {
      throw new IllegalArgumentException("expected one example at least, found none");
    }
    longest = new int[buckets.size()];
    ends = new long[buckets.size()];
    int length = 0;
    long end = 0;
    for (int i = 0; i < longest.length; i++) {
      Bucket bucket = buckets.get(i);
      if (bucket.longest() <= length || bucket.count() < 1) {
        throw new IllegalArgumentException(
            "expected buckets of growing length with one example at least, found " + buckets);
      }
      length = bucket.longest();
      end += bucket.count();
      longest[i] = length;
      ends[i] = end;
    }
  }

  /**
   * The buckets of a corpus: a bucket begins with the shortest length that is in none, and has all
   * up to 1.2 times of it.
   *
   * @param counts of the examples of each length
   */
  public static LengthBuckets of(SortedMap<Integer, Long> counts) {
    List<Bucket> buckets = new ArrayList<>();
    long limit = 0;
    for (Map.Entry<Integer, Long> each : counts.entrySet()) {
      int length = each.getKey();
      if (length * 100L > limit) {
        limit = length * GROWTH_PERCENT;
        buckets.add(new Bucket(length, each.getValue()));
      } else {
        Bucket shorter = buckets.remove(buckets.size() - 1);
        buckets.add(new Bucket(length, shorter.count() + each.getValue()));
      }
    }
    return new LengthBuckets(buckets);
  }

  /** Each bucket, the shortest first. */
  public List<Bucket> all() {
    return IntStream.range(0, size())
        .mapToObj(bucket -> new Bucket(longest[bucket], count(bucket)))
        .toList();
  }

  /** Returns the number of buckets. */
  public int size() {
    return longest.length;
  }

  /** Returns N, the number of examples. */
  public long examples() {
    return ends[ends.length - 1];
  }

  /** Returns the length of the longest example of a bucket. */
  public int longest(int bucket) {
    return longest[bucket];
  }

  /** Returns the length of the longest example. */
  public int longest() {
    return longest[longest.length - 1];
  }

  /** Returns the number of examples of a bucket. */
  public long count(int bucket) {
    return ends[bucket] - start(bucket);
  }

  /** Returns the first example of a bucket. */
  public long start(int bucket) {
    return bucket == 0 ? 0 : ends[bucket - 1];
  }

  /** Returns the bucket of a length that the corpus has. */
  public int bucketOf(int steps) {
    int found = Arrays.binarySearch(longest, steps);
    return found >= 0 ? found : -found - 1;
  }
}
