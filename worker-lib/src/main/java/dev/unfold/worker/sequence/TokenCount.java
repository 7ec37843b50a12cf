package dev.unfold.worker.sequence;

import java.util.Comparator;

/**
 * The number of occurrences of a token. The natural order is that of a vocabulary: descending by
 * count, and ties by the unsigned bytes of UTF-8, which is the order of the code points.
 */
public record TokenCount(String token, long count) implements Comparable<TokenCount> {
  private static final Comparator<TokenCount> ORDER =
      Comparator.comparingLong(TokenCount::count)
          .reversed()
          .thenComparing(TokenCount::token, TokenCount::compareCodePoints);

  @Override
  public int compareTo(TokenCount other) {
    return ORDER.compare(this, other);
  }

  /**
   * Compares by code points; the natural order of strings is that of UTF-16, where U+10000 comes
   * before U+E000.
   */
  public static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
        return sameKind ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
