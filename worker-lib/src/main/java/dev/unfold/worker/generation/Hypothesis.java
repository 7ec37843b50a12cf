package dev.unfold.worker.generation;

/**
 * A sequence that a decoder made.
 *
 * @param tokens without begin and end
 * @param logProbability of the tokens, and of the end if it has one, given the source
 * @param ended whether the decoder put an end behind it; else it was cut off
 */
public record Hypothesis(int[] tokens, double logProbability, boolean ended) {
  /** Tokens that its probability is of. */
  int length() {
    return tokens.length + (ended ? 1 : 0);
  }
}
