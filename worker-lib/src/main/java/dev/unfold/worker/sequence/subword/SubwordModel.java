package dev.unfold.worker.sequence.subword;

import java.io.Serializable;
import java.util.List;

/**
 * A list of subwords and the rule that cuts words into them. Every byte is a subword, so that every
 * text has subwords. A subword is written in the characters of {@code ByteAlphabet}, and its number
 * is its place in the list.
 */
public abstract sealed class SubwordModel implements Serializable
    permits BytePairModel, UnigramModel {
  private static final long serialVersionUID = 1L;

  private final List<String> pieces;

  /** Creates a model of subwords that {@link PieceChecks} has checked. */
  SubwordModel(List<String> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  /** Returns the subwords in the order of their numbers. */
  public final List<String> pieces() {
    return pieces;
  }

  /** Returns the number of subwords. */
  public final int size() {
    return pieces.size();
  }

  /** Returns the bytes of a subword. */
  public final byte[] bytes(int piece) {
    return ByteAlphabet.decode(pieces.get(piece));
  }

  /**
   * Returns the numbers of the subwords of a word.
   *
   * @param word a part of a text that no subword crosses
   */
  public abstract int[] cut(String word);

  /** Returns the subword whose bytes are those of a text, in UTF-8, as a model writes it. */
  public static String written(String text) {
    return ByteAlphabet.encode(text);
  }
}
