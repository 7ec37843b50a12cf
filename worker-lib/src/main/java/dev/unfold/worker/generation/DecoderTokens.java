package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Vocabulary;

/**
 * The tokens of the sequences that a decoder generates.
 *
 * @param vocabularySize V
 * @param begin the token that the decoder reads before the first token; never generated unless it
 *     is also the end token
 * @param end the token that it generates after the last token
 */
public record DecoderTokens(int vocabularySize, int begin, int end) {
  public DecoderTokens {
    requireToken("begin", begin, vocabularySize);
    requireToken("end", end, vocabularySize);
  }

  /**
   * Returns the tokens of a vocabulary whose boundary begins and ends a sequence.
   *
   * @param vocabulary the vocabulary, which has a boundary
   */
  public static DecoderTokens of(Vocabulary vocabulary) {
    int boundary = vocabulary.boundary().orElseThrow();
    return new DecoderTokens(vocabulary.size(), boundary, boundary);
  }

  /**
   * Returns whether a decoder can generate a token: every token except a begin token that is not
   * the end token.
   */
  boolean canBeGenerated(int token) {
    return token != begin || token == end;
  }

  private static void requireToken(String name, int id, int vocabularySize) {
    if (id < 0 || id >= vocabularySize) {
      throw new IllegalArgumentException(
          name + ": expected an id below " + vocabularySize + ", found " + id);
    }
  }
}
