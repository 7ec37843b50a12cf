package dev.unfold.worker.generation;

import dev.unfold.worker.sequence.Vocabulary;

/**
 * The tokens of the sequences that a decoder makes.
 *
 * @param vocabularySize V
 * @param begin what the decoder reads before the first token; never put out unless it is the end
 *     too
 * @param end what it puts out behind the last
 */
public record DecoderTokens(int vocabularySize, int begin, int end) {
  public DecoderTokens {
    requireToken("begin", begin, vocabularySize);
    requireToken("end", end, vocabularySize);
  }

  /**
   * Returns the tokens of a vocabulary whose boundary begins and ends a sequence.
   *
   * @param vocabulary with a boundary
   */
  public static DecoderTokens of(Vocabulary vocabulary) {
    int boundary = vocabulary.boundary().orElseThrow();
    return new DecoderTokens(vocabulary.size(), boundary, boundary);
  }

  /** Returns whether a decoder can put a token out: all but a begin that is not the end. */
  boolean canBePutOut(int token) {
    return token != begin || token == end;
  }

  private static void requireToken(String what, int id, int vocabularySize) {
    if (id < 0 || id >= vocabularySize) {
      throw new IllegalArgumentException(
          what + ": expected an id below " + vocabularySize + ", found " + id);
    }
  }
}
