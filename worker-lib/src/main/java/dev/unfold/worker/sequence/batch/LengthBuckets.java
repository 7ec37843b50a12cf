package dev.unfold.worker.sequence.batch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The examples of a corpus grouped by length, so that the examples of a batch have similar lengths.
 * The corpus defines the length of an example; the input of an example is never longer. Examples
 * are numbered bucket by bucket, the shortest first.
 */
public final class LengthBuckets implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The maximum length of a bucket in percent of its minimum length. */
  private static final long GROWTH_PERCENT = 120;

  private final int[] longest;

  /** The number of examples in all buckets up to and including entry one. */
  private final long[] ends;

  /**
   * Examples of similar length.
   *
   * @param longest the number of steps of the longest example
   * @param count the number of examples
   */
  public record Bucket(int longest, long count) {}

  /**
   * @param buckets the buckets, the shortest first
   * @throws IllegalArgumentException if there are no buckets, or one is empty or out of order
   */
  public LengthBuckets(List<Bucket> buckets) {
    if (buckets.isEmpty()) {
      throw new IllegalArgumentException("expected at least one example, found none");
    }
    longest = new int[buckets.size()];
    ends = new long[buckets.size()];
    int length = 0;
    long end = 0;
    for (int i = 0; i < longest.length; i++) {
      Bucket bucket = buckets.get(i);
      if (bucket.longest() <= length || bucket.count() < 1) {
        throw new IllegalArgumentException(
            "expected buckets of increasing length with at least one example, found " + buckets);
      }
      length = bucket.longest();
      end += bucket.count();
      longest[i] = length;
      ends[i] = end;
    }
  }

  /**
   * Returns the buckets of a corpus: a bucket begins with the shortest remaining length and
   * includes all lengths up to 1.2 times that length.
   *
   * @param counts the number of examples of entry length
   */
  public static LengthBuckets of(SortedMap<Integer, Long> counts) {
    List<Bucket> buckets = new ArrayList<>();
    long limit = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      int length = entry.getKey();
      if (length * 100L > limit) {
        limit = length * GROWTH_PERCENT;
        buckets.add(new Bucket(length, entry.getValue()));
      } else {
        Bucket shorter = buckets.remove(buckets.size() - 1);
        buckets.add(new Bucket(length, shorter.count() + entry.getValue()));
      }
    }
    return new LengthBuckets(buckets);
  }

  /** Returns the buckets, the shortest first. */
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

  /** Returns the bucket of a length that occurs in the corpus. */
  public int bucketOf(int steps) {
    int index = Arrays.binarySearch(longest, steps);
    return index >= 0 ? index : -index - 1;
  }
}
