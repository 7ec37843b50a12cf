package dev.unfold.worker.sequence.subword;

import java.util.Arrays;

/**
 * The sums over all segmentations of a word, by the forward-backward algorithm. It has the arrays
 * of the longest word so far and is for one thread at a time.
 */
final class UnigramLattice {
  private final UnigramModel model;
  private double[] forward = new double[32];
  private double[] backward = new double[32];

  UnigramLattice(UnigramModel model) {
    this.model = model;
  }

  /**
   * Adds the expected number of occurrences of each subword in a word.
   *
   * @param times the number of occurrences of the word
   * @param expected the sums, by subword
   * @return the logarithm of the probability of the word
   */
  double add(byte[] utf8, double times, double[] expected) {
    if (forward.length <= utf8.length) {
      forward = new double[2 * utf8.length];
      backward = new double[2 * utf8.length];
    }
    Arrays.fill(forward, 0, utf8.length + 1, Double.NEGATIVE_INFINITY);
    Arrays.fill(backward, 0, utf8.length + 1, Double.NEGATIVE_INFINITY);
    forward[0] = 0;
    backward[utf8.length] = 0;
    PieceTrie trie = model.trie();
    for (int start = 0; start < utf8.length; start++) {
      int node = trie.child(PieceTrie.ROOT, utf8[start]);
      for (int end = start + 1; node != PieceTrie.NONE; end++) {
        int piece = trie.piece(node);
        if (piece != PieceTrie.NONE) {
          forward[end] = logSum(forward[end], forward[start] + model.score(piece));
        }
        node = end < utf8.length ? trie.child(node, utf8[end]) : PieceTrie.NONE;
      }
    }
    double all = forward[utf8.length];
    for (int start = utf8.length - 1; start >= 0; start--) {
      int node = trie.child(PieceTrie.ROOT, utf8[start]);
      for (int end = start + 1; node != PieceTrie.NONE; end++) {
        int piece = trie.piece(node);
        if (piece != PieceTrie.NONE) {
          double rest = model.score(piece) + backward[end];
          backward[start] = logSum(backward[start], rest);
          expected[piece] += times * StrictMath.exp(forward[start] + rest - all);
        }
        node = end < utf8.length ? trie.child(node, utf8[end]) : PieceTrie.NONE;
      }
    }
    return all;
  }

  /** Returns log(exp(a) + exp(b)). */
  private static double logSum(double a, double b) {
    double high = Math.max(a, b);
    double low = Math.min(a, b);
    return low == Double.NEGATIVE_INFINITY
        ? high
        : high + StrictMath.log1p(StrictMath.exp(low - high));
  }
}
