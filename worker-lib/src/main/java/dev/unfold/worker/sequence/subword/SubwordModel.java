package dev.unfold.worker.sequence.subword;

import java.io.Serializable;
import java.util.List;

/**
 * A list of subwords and the rule that cuts words into them. Every byte is a subword, so that every
 * text has subwords. A subword is written in the characters of {@code ByteAlphabet}, and its number
 * is its place in the list.
 */
public sealed interface SubwordModel extends Serializable permits BytePairModel, UnigramModel {
  /** Returns the subwords in the order of their numbers. */
  List<String> pieces();

  /**
   * Returns the numbers of the subwords of a word.
   *
   * @param word a part of a text that no subword crosses
   */
  int[] cut(String word);

  /** Returns the subword whose bytes are those of a text, in UTF-8, as a model writes it. */
  static String written(String text) {
    return ByteAlphabet.encode(text);
  }

  /** Returns the number of subwords. */
  default int size() {
    return pieces().size();
  }

  /** Returns the bytes of a subword. */
  default byte[] bytes(int piece) {
    return ByteAlphabet.decode(pieces().get(piece));
  }
}
