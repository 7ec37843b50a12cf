package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Vocabulary;
import java.util.BitSet;

/**
 * The tokens of the sequences that a decoder generates.
 *
 * @param vocabularySize V
 * @param begin the token that the decoder reads before the first token; never generated unless it
 *     is also the end token
 * @param end the token that it generates after the last token
 * @param rules the rules of the tokens, whose stop is the end token
 */
public record DecoderTokens(int vocabularySize, int begin, int end, TokenRules rules) {
  public DecoderTokens {
    requireToken("begin", begin, vocabularySize);
    requireToken("end", end, vocabularySize);
  }

  /**
   * Returns the tokens of a vocabulary whose boundary begins and ends a sequence.
   *
   * @param vocabulary the vocabulary, which has a boundary
   */
  public static DecoderTokens of(Vocabulary vocabulary, TokenRules rules) {
    int boundary = vocabulary.boundary().orElseThrow();
    return new DecoderTokens(vocabulary.size(), boundary, boundary, rules);
  }

  /**
   * Returns logits by the rules; those of tokens that cannot be generated are -∞.
   *
   * @param logits [V]
   * @param used the tokens of the sequence; ignored if the rules do not depend on them
   * @param length the number of tokens of the sequence
   */
  float[] allowed(float[] logits, BitSet used, int length) {
    float[] allowed = rules.applied(logits, used, length);
    if (begin != end) {
      allowed[begin] = Float.NEGATIVE_INFINITY;
    }
    return allowed;
  }

  private static void requireToken(String name, int id, int vocabularySize) {
    if (id < 0 || id >= vocabularySize) {
      throw new IllegalArgumentException(
          name + ": expected an id below " + vocabularySize + ", found " + id);
    }
  }
}
