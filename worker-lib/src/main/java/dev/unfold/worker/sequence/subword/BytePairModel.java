package dev.unfold.worker.sequence.subword;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-pair encoding (Sennrich, Haddow and Birch 2016, Neural machine translation of rare words
 * with subword units) of the bytes of a word: among all neighbors that a merge joins, those of the
 * earliest merge are joined, from left to right, until there are none.
 */
public final class BytePairModel extends SubwordModel {
  private static final long serialVersionUID = 1L;

  /** Two subwords, written in characters of bytes, that are joined to one. */
  public record Merge(String left, String right) {}

  /** The two parts of each merge, by its rank. */
  private final int[] lefts;

  private final int[] rights;

  /** The subword that each merge makes, by its rank. */
  private final int[] results;

  /** The ranks of the pairs. */
  private final PairTable ranks;

  /** The subword of each byte. */
  private final int[] byteToPiece;

  private BytePairModel(
      List<String> pieces, int[] byteToPiece, int[] lefts, int[] rights, int[] results) {
    super(pieces);
    this.lefts = lefts;
    this.rights = rights;
    this.results = results;
    this.byteToPiece = byteToPiece;
    ranks = new PairTable(lefts.length);
    for (int rank = 0; rank < lefts.length; rank++) {
      long pair = PairTable.pair(lefts[rank], rights[rank]);
      if (ranks.get(pair) >= 0) {
        throw new IllegalArgumentException(
            "the merge \"" + pieces.get(lefts[rank]) + " " + pieces.get(rights[rank]) + "\" twice");
      }
      ranks.put(pair, rank);
    }
  }

  /**
   * Returns a model.
   *
   * @param pieces the subwords, in the order of their numbers
   * @param merges the merges, the earliest first
   * @throws IllegalArgumentException if a subword is not written in characters of bytes or occurs
   *     twice, a byte is missing, or a merge occurs twice, joins or makes an unknown subword
   */
  public static BytePairModel of(List<String> pieces, List<Merge> merges) {
    int[] byteToPiece = PieceChecks.bytes(pieces);
    Map<String, Integer> numbers = new HashMap<>();
    for (String piece : pieces) {
      numbers.put(piece, numbers.size());
    }
    int[] lefts = new int[merges.size()];
    int[] rights = new int[merges.size()];
    int[] results = new int[merges.size()];
    for (int rank = 0; rank < lefts.length; rank++) {
      Merge merge = merges.get(rank);
      lefts[rank] = number(numbers, merge, merge.left());
      rights[rank] = number(numbers, merge, merge.right());
      results[rank] = number(numbers, merge, merge.left() + merge.right());
    }
    return new BytePairModel(pieces, byteToPiece, lefts, rights, results);
  }

  private static int number(Map<String, Integer> numbers, Merge merge, String piece) {
    Integer number = numbers.get(piece);
    if (number == null) {
      throw new IllegalArgumentException(
          "the merge \""
              + merge.left()
              + " "
              + merge.right()
              + "\" without the token \""
              + piece
              + "\"");
    }
    return number;
  }

  /** Returns the merges, the earliest first. */
  public List<Merge> merges() {
    List<Merge> merges = new ArrayList<>(lefts.length);
    for (int rank = 0; rank < lefts.length; rank++) {
      merges.add(new Merge(pieces().get(lefts[rank]), pieces().get(rights[rank])));
    }
    return merges;
  }

  @Override
  public int[] cut(String word) {
    byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
    int[] parts = new int[utf8.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = byteToPiece[utf8[i] & 0xFF];
    }
    return parts.length < 2 ? parts : new Joining(parts).run();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BytePairModel that
        && pieces().equals(that.pieces())
        && Arrays.equals(lefts, that.lefts)
        && Arrays.equals(rights, that.rights);
  }

  @Override
  public int hashCode() {
    return 31 * pieces().hashCode() + Arrays.hashCode(lefts);
  }

  /** The joining of the parts of one word, which form a list with links. */
  private final class Joining {
    private static final int NONE = -1;

    private final int[] parts;
    private final int[] previous;
    private final int[] next;

    /** The possible merges, by rank and place; those that are no longer possible are skipped. */
    private final PriorityQueue<Long> possible = new PriorityQueue<>();

    Joining(int[] parts) {
      this.parts = parts;
      previous = new int[parts.length];
      next = new int[parts.length];
      for (int i = 0; i < parts.length; i++) {
        previous[i] = i - 1;
        next[i] = i + 1 < parts.length ? i + 1 : NONE;
      }
    }

    int[] run() {
      for (int i = 0; i + 1 < parts.length; i++) {
        consider(i);
      }
      int length = parts.length;
      while (!possible.isEmpty()) {
        long merge = possible.poll();
        int rank = (int) (merge >>> Integer.SIZE);
        int place = (int) merge;
        if (parts[place] == lefts[rank]
            && next[place] != NONE
            && parts[next[place]] == rights[rank]) {
          join(place, results[rank]);
          length--;
        }
      }
      int[] joined = new int[length];
      for (int i = 0, place = 0; i < length; i++) {
        joined[i] = parts[place];
        place = next[place];
      }
      return joined;
    }

    private void join(int place, int result) {
      int removed = next[place];
      parts[place] = result;
      parts[removed] = NONE;
      next[place] = next[removed];
      if (next[place] != NONE) {
        previous[next[place]] = place;
        consider(place);
      }
      if (previous[place] != NONE) {
        consider(previous[place]);
      }
    }

    private void consider(int place) {
      int rank = ranks.get(PairTable.pair(parts[place], parts[next[place]]));
      if (rank >= 0) {
        possible.add(((long) rank << Integer.SIZE) | place);
      }
    }
  }
}
