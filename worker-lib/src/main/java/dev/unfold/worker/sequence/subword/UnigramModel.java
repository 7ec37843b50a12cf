package dev.unfold.worker.sequence.subword;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The unigram model of subwords (Kudo 2018, Subword regularization: improving neural network
 * translation models with multiple subword candidates): the subwords of a word are those of its
 * most probable segmentation, where the probability of a segmentation is the product of those of
 * its subwords. Among segmentations with equal probabilities, the one with the longer last subword
 * is taken.
 */
public final class UnigramModel extends SubwordModel {
  private static final long serialVersionUID = 1L;

  /** The logarithm of the probability of each subword. */
  private final double[] scores;

  private final PieceTrie trie;

  private UnigramModel(List<String> pieces, double[] scores) {
    super(pieces);
    this.scores = scores;
    trie = new PieceTrie(pieces);
  }

  /**
   * Returns a model.
   *
   * @param pieces the subwords, in the order of their numbers
   * @param scores the logarithms of their probabilities
   * @throws IllegalArgumentException if a subword is not written in characters of bytes or occurs
   *     twice, a byte is missing, or a score is not a finite number
   */
  public static UnigramModel of(List<String> pieces, double[] scores) {
    PieceChecks.bytes(pieces);
    for (int piece = 0; piece < scores.length; piece++) {
      if (!Double.isFinite(scores[piece])) {
        throw new IllegalArgumentException(
            "the score " + scores[piece] + " of the token \"" + pieces.get(piece) + "\"");
      }
    }
    return new UnigramModel(pieces, scores.clone());
  }

  /** Returns the logarithm of the probability of a subword. */
  public double score(int piece) {
    return scores[piece];
  }

  /** Returns the subwords as a tree. */
  PieceTrie trie() {
    return trie;
  }

  @Override
  public int[] cut(String word) {
    return cut(word.getBytes(StandardCharsets.UTF_8), PieceTrie.NONE);
  }

  /**
   * Returns the subwords of the most probable segmentation (Viterbi).
   *
   * @param without a subword that is not used; {@link PieceTrie#NONE} to use all
   */
  int[] cut(byte[] utf8, int without) {
    double[] best = new double[utf8.length + 1];
    int[] last = new int[utf8.length + 1];
    int[] starts = new int[utf8.length + 1];
    Arrays.fill(last, PieceTrie.NONE);
    for (int start = 0; start < utf8.length; start++) {
      int node = PieceTrie.ROOT;
      for (int end = start; end < utf8.length; end++) {
        node = trie.child(node, utf8[end]);
        if (node == PieceTrie.NONE) {
          break;
        }
        int piece = trie.piece(node);
        if (piece != PieceTrie.NONE && piece != without) {
          double score = scores[piece] + best[start];
          if (last[end + 1] == PieceTrie.NONE || score > best[end + 1]) {
            best[end + 1] = score;
            last[end + 1] = piece;
            starts[end + 1] = start;
          }
        }
      }
    }
    int length = 0;
    for (int end = utf8.length; end > 0; end = starts[end]) {
      length++;
    }
    int[] cut = new int[length];
    for (int end = utf8.length; end > 0; end = starts[end]) {
      cut[--length] = last[end];
    }
    return cut;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnigramModel that
        && pieces().equals(that.pieces())
        && Arrays.equals(scores, that.scores);
  }

  @Override
  public int hashCode() {
    return 31 * pieces().hashCode() + Arrays.hashCode(scores);
  }
}
