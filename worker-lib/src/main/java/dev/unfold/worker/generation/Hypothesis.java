package dev.unfold.worker.generation;

/**
 * A sequence that a decoder generated.
 *
 * @param tokens the tokens, without begin and end tokens
 * @param logProbability the log-probability of the tokens, and of the end token if there is one,
 *     given the source
 * @param ended whether the decoder generated the end token; otherwise the sequence was truncated
 */
public record Hypothesis(int[] tokens, double logProbability, boolean ended) {
  /** Returns the number of tokens that its probability covers. */
  int length() {
    return tokens.length + (ended ? 1 : 0);
  }
}
